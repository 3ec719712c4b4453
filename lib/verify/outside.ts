import { Environment } from "../config/environment";
import { PortAnswer, VerifyFacts } from "./facts";
import { Row } from "./row";

/** Whether anything answers at the NAT hosts' public addresses, which nothing should. */
export function outsideRows({ ssh }: Environment, { status, outside }: VerifyFacts): Row[] {
  if (typeof outside === "string") {
    return [{ check: "outside", of: "", verdict: "not checked", found: outside }];
  }
  return status.hosts.flatMap(({ name, publicIp }): Row[] => {
    const answers = outside.get(name);
    if (!answers) return [];
    const at = (...kinds: PortAnswer["answer"][]) =>
      answers.filter(({ answer }) => kinds.includes(answer)).map(({ port }) => port);
    const answering = at("open", "refused");
    const allowed = ssh && answering.includes(22) ? [22] : [];
    const wrong = answering.filter((port) => !allowed.includes(port));
    const row = (verdict: Row["verdict"], found: string): Row[] => [
      { check: "outside", of: name, verdict, found: `${publicIp} ${found}` },
    ];
    if (wrong.length > 0) {
      return row("failed", `answers at TCP ${list(wrong)}; see its security group's rules: npm run plan`);
    }
    const silent = at("silent");
    if (silent.length === 0)
      return row("not checked", "cannot be reached from here at all; try from elsewhere");
    const open = allowed.length > 0 ? `, but at 22, as ssh lets in ${ssh!.allowedCidrs.join(", ")}` : "";
    return row("ok", `does not answer at TCP ${list(silent)}${open}`);
  });
}

function list(ports: readonly number[]): string {
  return ports.join(", ");
}
