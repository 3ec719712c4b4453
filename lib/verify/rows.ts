import { Environment } from "../config/environment";
import { natHostsOf } from "../config/nat";
import { Status, statusOf } from "../status/status";
import { egressRows } from "./egress";
import { VerifyFacts } from "./facts";
import { outsideRows } from "./outside";
import { probeRows } from "./probe";
import { Row } from "./row";
import { WayOut } from "./way-out";

/** Whether anything of an environment is there at all. */
export function isDeployed({ project, name, network }: Environment, facts: VerifyFacts): boolean {
  const { status, privateInstances, elasticIps } = facts;
  const isOurs = ({ tags }: (typeof elasticIps)[number]) =>
    tags["Project"] === project && tags["Environment"] === name;
  // The route tables of a network that exists already are there anyway.
  const tables = network ? [] : status.tables;
  return [...status.hosts, ...tables, ...privateInstances, ...elasticIps.filter(isOurs)].length > 0;
}

/**
 * Judges what was found.
 *
 * @param wayOut what the environment has the internet see of a private instance, by its name
 */
export function rowsOf(
  environment: Environment,
  facts: VerifyFacts,
  wayOut: (name: string) => WayOut,
  now: Date,
): Row[] {
  const hasHosts = natHostsOf(environment.nat) !== undefined;
  const nobody = (check: Row["check"]): Row => {
    return { check, of: "", verdict: "not checked", found: "the environment has no NAT hosts" };
  };
  return [
    ...statusRows(statusOf(environment, facts.status, now)),
    ...(hasHosts ? probeRows(facts) : [nobody("probe")]),
    ...egressRows(environment, facts, wayOut),
    ...(hasHosts ? outsideRows(environment, facts) : [nobody("outside")]),
  ];
}

/** What `npm run status` says: a line for each problem, and one for each zone and host that has none. */
function statusRows({ zones, hosts, problems }: Status): Row[] {
  const hostNames = hosts.map(({ name }) => name);
  const failed = problems.map((problem): Row => {
    const [of, ...found] = problem.split(": ");
    const isHost = hostNames.includes(of!) || /^nat-/.test(of!);
    return { check: isHost ? "host" : "route", of: of!, verdict: "failed", found: found.join(": ") };
  });
  const isWell = (name: string) => !failed.some(({ of }) => of === name);
  const well: Row[] = [
    ...zones.map(({ zone, routeTable, leadsTo = "nothing" }) => {
      return { check: "route", of: zone, found: `${routeTable} leads to ${leadsTo}` } as const;
    }),
    ...hosts.map(({ name, state, alarms, heartbeatAgeSeconds }) => {
      const quiet = alarms.length === 0 ? "no alarms" : `${alarms.length} alarms quiet`;
      const heard = heartbeatAgeSeconds === undefined ? "" : `, heard ${heartbeatAgeSeconds} s ago`;
      return { check: "host", of: name, found: `${state}, ${quiet}${heard}` } as const;
    }),
  ]
    .filter(({ of }) => isWell(of))
    .map((row) => ({ ...row, verdict: "ok" }));
  return [...well, ...failed];
}
