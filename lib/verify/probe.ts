import { VerifyFacts } from "./facts";
import { Row } from "./row";
import { answersOf } from "./said";

/** The probe asks every ten seconds; what is older than this the heartbeat takes for a failure too. */
const FRESH_SECONDS = 60;

/** Whether each running NAT host's own probe gets through. */
export function probeRows({ status, said }: VerifyFacts): Row[] {
  return status.hosts.flatMap(({ name, instanceId }): Row[] => {
    const what = said.get(instanceId);
    if (!what) return [];
    const row = (verdict: Row["verdict"], found: string): Row[] => [
      { check: "probe", of: name, verdict, found },
    ];
    const answers = answersOf(what, "probe");
    if (typeof answers === "string") return row("failed", answers);
    const { probe, through } = answers;
    if (probe !== "active") {
      return row(
        "failed",
        `nat-probe.service is ${probe || "not there"}: on the host, systemctl status nat-probe`,
      );
    }
    const see = "on the host, journalctl -u nat-probe";
    if (!through) return row("failed", `it runs, and has not got through since it was started: ${see}`);
    if (Number(through) > FRESH_SECONDS) return row("failed", `it last got through ${through} s ago: ${see}`);
    return row("ok", `it got through ${through} s ago`);
  });
}
