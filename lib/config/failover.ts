import { z } from "zod";
import { Known, Problem } from "./problems";

/** Whether, and how, another way out takes over from a NAT host that is lost. */
export const failover = z.enum(["off", "other-zone", "standby"]).default("off");

interface Fields {
  readonly nat: {
    readonly kind?: string;
    readonly failover?: string;
    readonly placement?: string;
    readonly standby?: string;
  };
  readonly monitoring: string;
  readonly network?: { readonly zones: readonly { readonly routeTables: readonly object[] }[] };
}

/** EventBridge gives a target 8,192 characters of input at most (its API reference, "Target"), and a table takes about 200. */
const MOST_TABLES = 30;

/** Problems of a failover that nothing takes over in, or that nothing tells when. */
export function failoverProblems(
  { nat, monitoring, network }: Known<Fields>,
  zones: readonly { readonly hasPublicSubnet: boolean }[],
): Problem[] {
  const value = nat?.failover;
  if (!nat || !value || value === "off") return [];
  const problem = (message: string) => ({ path: ["nat", "failover"], value, message });
  const problems: Problem[] = [];
  if (monitoring !== null && monitoring !== "heartbeat") {
    problems.push(
      problem(
        'needs the hosts\' heartbeat, by which one is known to be ill or well; set monitoring: "heartbeat"',
      ),
    );
  }
  if (value === "standby" && nat.standby !== "gateway" && nat.standby !== null) {
    problems.push(
      problem('leads to a NAT gateway, and none stands by; add nat.standby: "gateway", or name "other-zone"'),
    );
  }
  if (value === "other-zone" && nat.placement !== null) {
    if (nat.placement !== "per-zone") {
      problems.push(
        problem('leads to another zone\'s host, and there is one host alone; set nat.placement: "per-zone"'),
      );
    } else if (zones.filter(({ hasPublicSubnet }) => hasPublicSubnet).length === 1) {
      problems.push(problem("leads to another zone's host, and one zone alone can have one; add a zone"));
    }
  }
  const tables = (network?.zones ?? []).flatMap((zone) => zone?.routeTables ?? []).length;
  if (tables > MOST_TABLES) {
    problems.push(
      problem(
        `can lead ${MOST_TABLES} route tables, and network.zones names ${tables}; leave out the rest, or set it to "off"`,
      ),
    );
  }
  return problems;
}

/** Where the failover records which table's route is away from home, a parameter for each table under it. */
export function failoverRecordsPath({ project, name }: { project: string; name: string }): string {
  return `/nat-instance/${project}-${name}/failover`;
}
