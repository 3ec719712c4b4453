import execa from "execa";
import { Anchor } from "../../lab/anchor";
import { nearest, shown } from "../../lib/tools/messages";
import { fail } from "./fail";
import { StandingLab } from "./standing-lab";

/**
 * Enters a host of a lab that stands, by a shell or with a command; ends the process where there is no such host.
 *
 * @returns what the shell or command exited with
 */
export async function enter(lab: StandingLab, host: string, command: readonly string[]): Promise<number> {
  const found = lab.hosts.find(({ name }) => name === host);
  if (!found) {
    const names = lab.hosts.map(({ name }) => name);
    const meant = nearest(host, names);
    return fail(
      `host: ${shown(host)} is not in the lab; ${meant ? `did you mean "${meant}"? There` : "there"} are ${names.join(", ")}`,
    );
  }
  const anchor = Anchor.standing(lab.pid);
  const given = command[0] === "--" ? command.slice(1) : command;
  const shell = given.length > 0 ? given : ["bash", "--norc"];
  const inside =
    found.machineId === undefined
      ? anchor.enter(shell[0]!, shell.slice(1), host)
      : anchor.enter("nsenter", await machineArguments(anchor, found.machineId, shell));
  const { exitCode } = await execa("nsenter", inside, {
    stdio: "inherit",
    reject: false,
    env: { PS1: `${host}# ` },
  });
  return exitCode;
}

async function machineArguments(anchor: Anchor, id: string, command: readonly string[]): Promise<string[]> {
  const { stdout: pid } = await anchor.run("cat", [`/run/lab/${id}/pid`]);
  return ["--target", pid.trim(), "--all", "--", ...command];
}
