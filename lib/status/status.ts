import { Environment } from "../config/environment";
import { natHostsOf, natZoneFor, natZones } from "../config/nat";
import { HostFacts, StatusFacts, TableFacts } from "./facts";

/** The way out of an environment in words, and what is wrong with it, one line each. */
export interface Status {
  readonly zones: readonly ZoneStatus[];
  readonly hosts: readonly (HostFacts & { readonly heartbeatAgeSeconds?: number })[];
  readonly problems: readonly string[];
}

export interface ZoneStatus {
  readonly zone: string;
  readonly routeTable: string;
  /** `nat-b`, or AWS's id of what is no NAT host here; undefined for nothing. */
  readonly leadsTo?: string;
}

/** A heartbeat comes every minute, and takes up to one more to be seen; in seconds. */
const SILENCE = 180;

/** Above this share of the connection table a few busy clients are enough to fill it. */
const FULL_PERCENT = 80;

export function statusOf(environment: Environment, { hosts, tables }: StatusFacts, now: Date): Status {
  const aged = hosts.map((host) => ({
    ...host,
    heartbeatAgeSeconds: host.heartbeat && Math.round((now.getTime() - host.heartbeat.at.getTime()) / 1000),
  }));
  return {
    zones: tables.map((table) => ({
      zone: table.zone,
      routeTable: table.id,
      leadsTo: hostBehind(table, hosts)?.name ?? table.target,
    })),
    hosts: aged,
    problems: [
      ...missingTables(environment, tables),
      ...tables.flatMap((table) => routeProblems(environment, table, hosts)),
      ...missingHosts(environment, hosts),
      ...aged.flatMap((host) => hostProblems(environment, host)),
    ],
  };
}

function hostBehind({ target }: TableFacts, hosts: readonly HostFacts[]): HostFacts | undefined {
  return hosts.find(({ networkInterfaceIds }) => target && networkInterfaceIds.includes(target));
}

function missingTables({ zones, network }: Environment, tables: readonly TableFacts[]): string[] {
  if (network) return [];
  return zones
    .filter(({ name }) => !tables.some(({ zone }) => zone === name))
    .map(
      ({ name }) => `${name}: has no private route table; deploy the network, or look into another account`,
    );
}

function routeProblems(environment: Environment, table: TableFacts, hosts: readonly HostFacts[]): string[] {
  const { nat, network, zones } = environment;
  // Until it is taken over the way out of an existing network is somebody else's.
  if (network && !network.takeOver) return [];
  const { zone, id, target, isBlackhole } = table;
  if (nat.kind === "none") return target ? [`${zone}: ${id} leads to ${target}, and nat.kind is "none"`] : [];
  if (!target) return [`${zone}: ${id} has no default route; apply the routes stack`];
  if (isBlackhole) return [`${zone}: ${id} leads to ${target}, which drops all; see its host`];
  if (nat.kind !== "instance") {
    return target.startsWith("nat-") ? [] : [`${zone}: ${id} leads to ${target}, which is no NAT gateway`];
  }
  const own = zones.find(({ name }) => name === zone);
  const expected = own && `nat-${natZoneFor(environment, own).letter}`;
  const host = hostBehind(table, hosts);
  if (host && host.name === expected) return [];
  return [`${zone}: ${id} leads to ${host?.name ?? target}, and not to ${expected}`];
}

function missingHosts(environment: Environment, hosts: readonly HostFacts[]): string[] {
  if (!natHostsOf(environment.nat)) return [];
  return natZones(environment)
    .map(({ letter }) => `nat-${letter}`)
    .filter((name) => !hosts.some((host) => host.name === name))
    .map((name) => `${name}: is not there; deploy the nat-instance stack, or look into another account`);
}

function hostProblems(
  { monitoring }: Environment,
  { name, state, checks, publicIp, alarms, heartbeat, heartbeatAgeSeconds }: Status["hosts"][number],
): string[] {
  if (state !== "running") return [`${name}: is ${state}`];
  const failing = Object.entries(checks ?? {}).filter(([, word]) => word !== "ok");
  return [
    ...failing.map(([check, word]) => `${name}: AWS's ${check} check says ${word}`),
    ...(publicIp ? [] : [`${name}: has no public address`]),
    ...(monitoring !== "off" && alarms.length === 0
      ? [`${name}: has no alarms; apply the nat-instance stack`]
      : []),
    ...alarms.filter((alarm) => alarm.state === "ALARM").map((alarm) => `${name}: alarm ${alarm.name}`),
    ...(monitoring === "heartbeat" ? heartbeatProblems(name, heartbeat, heartbeatAgeSeconds) : []),
  ];
}

function heartbeatProblems(name: string, heartbeat: HostFacts["heartbeat"], age = Infinity): string[] {
  if (!heartbeat || age > SILENCE) {
    return [`${name}: ${heartbeat ? `has been silent for ${age} s` : "has said nothing for 15 minutes"}`];
  }
  const { isThrough, tableUsedPercent = 0 } = heartbeat;
  return [
    ...(isThrough ? [] : [`${name}: its own probe does not reach the internet`]),
    ...(tableUsedPercent < FULL_PERCENT
      ? []
      : [`${name}: its connection table is ${Math.round(tableUsedPercent)} % full`]),
  ];
}
