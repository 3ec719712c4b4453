import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import execa from "execa";
import { Anchor } from "../../lab/anchor";
import { removeCgroups } from "../../lab/cgroups";
import { nearest, shown } from "../../lib/tools/messages";
import { readJson } from "../../lib/tools/read-files";
import { fail } from "./ending";

/** Where a lab that was left standing is noted; gone after a restart of the machine, like the lab. */
const FILE = "/run/nat-instance-lab.json";

/** A lab that `up` left standing. */
export interface StandingLab {
  /** The process that holds it. */
  readonly pid: number;
  /** When that process began, in the kernel's ticks: its number may since be another's. */
  readonly started: string;
  /** Its hosts, and for those that boot their folder's name. */
  readonly hosts: readonly { readonly name: string; readonly machineId?: string }[];
}

/** The lab that stands; undefined when there is none, or it has died. */
export function standingLab(): StandingLab | undefined {
  if (!existsSync(FILE)) return undefined;
  const lab = readJson<StandingLab>(FILE);
  if (startOf(lab.pid) === lab.started) return lab;
  rmSync(FILE);
  return undefined;
}

export function noteStandingLab({ pid }: Anchor, hosts: StandingLab["hosts"]): void {
  writeFileSync(FILE, JSON.stringify({ pid, started: startOf(pid), hosts }));
}

/**
 * Takes down the lab that stands, and whatever is left of one that has died.
 *
 * @returns whether one stood
 */
export async function takeStandingLabDown(): Promise<boolean> {
  const lab = standingLab();
  if (lab) await Anchor.standing(lab.pid).stop();
  rmSync(FILE, { force: true });
  removeCgroups();
  return lab !== undefined;
}

/** When a process began; undefined when there is none of that number. */
function startOf(pid: number): string | undefined {
  try {
    // The name in parentheses may hold spaces; the time is the 20th value behind it (proc(5), field 22).
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ")[19];
  } catch {
    return undefined;
  }
}

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
