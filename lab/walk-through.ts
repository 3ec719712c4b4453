import { Topology } from "../lib/topology";
import { Capture } from "./capture";
import { Family, addressIn, addressesOf } from "./fabric/families";
import { INTERNET_HOSTS, InternetHost } from "./fabric/internet";
import { firstReply } from "./first-reply";
import { Answer, Probe } from "./hosts/probe";
import { Lab } from "./lab";
import { Mapping, connectionTable } from "./nat-host/connection-table";
import { until } from "./until";
import { WayIn, WayOut, admits, standingBy, waysIn, waysOut } from "./ways";

/** Something that the walk-through claims, and what was seen. */
export interface Proof {
  readonly what: string;
  readonly seen: string;
  readonly holds: boolean;
}

const [INTERNET, STRANGER] = INTERNET_HOSTS;

/** A packet of each kind that the article's ending sends. */
const PROBES: readonly (Omit<Probe, "address"> & { readonly title: string })[] = [
  { title: "ping", protocol: "icmp" },
  { title: "DNS", protocol: "udp", port: 53 },
  { title: "HTTP", protocol: "tcp", port: 80 },
];

/** The ports that strangers knock on. */
const KNOCKED = [22, 53, 80, 443, 8080];

/**
 * Waits until everybody who has a way out has had a reply from the internet.
 *
 * @throws Error when somebody has none within a minute
 */
export async function untilForwarding(lab: Lab, topology: Topology): Promise<void> {
  await Promise.all(
    waysOut(topology).map(({ name, family }) => firstReply(lab.namespace(name), addressFor(family))),
  );
}

/** The network before the cable is plugged in: no route leads to what forwards for others. */
export function unplugged(topology: Topology): Topology {
  const plugged = ["network-interface", "nat-gateway", "egress-only-gateway"];
  const routeTables = topology.routeTables.map((table) => ({
    ...table,
    routes: table.routes.filter(({ target }) => !plugged.includes(target.kind)),
  }));
  return { ...topology, routeTables };
}

/** Before the routes: the private instances get nowhere. */
export async function proveNoWayOut(lab: Lab, topology: Topology): Promise<Proof[]> {
  return Promise.all(
    waysOut(topology).map(async (way) => {
      const answers = await lab.ask(way.name, probesFor(way), 1);
      const what = `before the routes, ${way.name} gets no answer from the internet${suffix(way)}`;
      return { what, ...silence(answers) };
    }),
  );
}

/** With the routes: ping, DNS and HTTP, each seen from the address that it should be. */
export async function proveWayOut(lab: Lab, topology: Topology): Promise<Proof[]> {
  return proveAnswers(lab, waysOut(topology));
}

/** The same of NAT hosts that no route leads to, for themselves: they have booted and are ready to be led to. */
export async function proveStandingBy(lab: Lab, topology: Topology): Promise<Proof[]> {
  return proveAnswers(lab, standingBy(topology));
}

async function proveAnswers(lab: Lab, ways: readonly WayOut[]): Promise<Proof[]> {
  const proofs = await Promise.all(
    ways.map(async (way) => {
      const answers = await until(
        `An answer to ${way.name}`,
        60,
        async () => {
          const all = await lab.ask(way.name, probesFor(way));
          return all.every(({ answered }) => answered) && all;
        },
        async () =>
          (await Promise.all(lab.machineNames().map((host) => lab.machine(host).journal()))).join("\n"),
      );
      return PROBES.map(({ title }, index) => proofOf(way, title, answers[index]!));
    }),
  );
  return proofs.flat();
}

function proofOf(way: WayOut, title: string, { seenAs }: Answer): Proof {
  const what = `${way.name} → internet, ${title}${suffix(way)}`;
  if (seenAs === undefined) return { what, seen: "the reply came back", holds: true };
  const address = way.family === "ip" ? "public address" : "its own address";
  return {
    what,
    seen: `the internet saw ${seenAs}; ${address} ${way.seenAs}`,
    holds: addressIn(seenAs) === way.seenAs,
  };
}

/** What the connection tables of NAT hosts and gateways say, each private address and port beside its translation. */
export async function proveTable(
  lab: Lab,
  topology: Topology,
): Promise<{ table: Mapping[]; proofs: Proof[] }> {
  const tables = await Promise.all(lab.natNames().map((name) => connectionTable(lab.namespace(name))));
  const table = tables.flat();
  const proofs = waysOut(topology)
    .filter(({ family }) => family === "ip")
    .map(({ name }) => {
      const { privateIp } = lab.firstInterface(name);
      const lines = table.filter(({ inside }) => inside.startsWith(`${privateIp}:`));
      return {
        what: `${name}'s connections are in the table of what translates`,
        seen: `${lines.length} lines for ${privateIp}`,
        holds: lines.length > 0,
      };
    });
  return { table, proofs };
}

/** What a load balancer publishes: clients that its groups let in are answered by a target, others by nobody. */
export async function proveWaysIn(lab: Lab, topology: Topology): Promise<Proof[]> {
  const proofs = waysIn(topology).flatMap((way) =>
    INTERNET_HOSTS.map(async (client): Promise<Proof> => {
      const { protocol, port } = way.forward;
      const isClient = admits(topology, way, client.address);
      const [answer] = await lab.ask(client.name, [{ protocol, address: way.address, port }]);
      return {
        what: `${client.name} → ${way.name}, ${protocol} ${port}: ${isClient ? `answered by ${way.targets.join(" or ")}` : "not let in"}`,
        seen: seenOf(answer!),
        holds: isClient ? isTheirs(way, client, answer!) : !answer!.answered,
      };
    }),
  );
  return Promise.all(proofs);
}

function isTheirs({ forward, targets }: WayIn, client: InternetHost, { host, seenAs }: Answer): boolean {
  // DNS does not say who answered.
  const isTarget = host === undefined ? seenAs !== undefined : targets.includes(host);
  return isTarget && (!forward.preservesClientIp || addressIn(seenAs!) === client.address);
}

function seenOf({ answered, host, seenAs }: Answer): string {
  return answered ? `${host ?? "an answer"}, which saw ${seenAs ?? "nothing to tell"}` : "no answer";
}

/**
 * The stranger knocks at every address there is, but for what is published, and on the ports of live connections; no
 * private instance hears him.
 */
export async function proveStrangerStaysOut(
  lab: Lab,
  topology: Topology,
  table: readonly Mapping[],
): Promise<Proof[]> {
  const knocks = knocksAt(lab, topology, table);
  const names = [...new Set(waysOut(topology).map(({ name }) => name))];
  const filter = `host ${STRANGER.address} or host ${STRANGER.ipv6Address}`;
  const captures = await Promise.all(names.map((name) => Capture.start(lab.namespace(name), filter)));
  const answers = await lab.ask(STRANGER.name, knocks, 2);
  const heard = await Promise.all(captures.map((capture) => capture.stop()));
  const { seen, holds } = silence(answers);
  return [
    { what: `the stranger knocks ${knocks.length} times and is not let in`, seen, holds },
    ...names.map((name, index) => ({
      what: `${name} hears nothing of him`,
      seen: heard[index]!.length === 0 ? "no packet arrived" : heard[index]!.join("; "),
      holds: heard[index]!.length === 0,
    })),
  ];
}

function knocksAt(lab: Lab, topology: Topology, table: readonly Mapping[]): Probe[] {
  const networkInterfaces = lab.networkInterfaces();
  const doors = networkInterfaces.flatMap((own) => [
    ...addressesOf("ip", own),
    ...addressesOf("ip6", own),
    ...(own.publicIp === undefined ? [] : [own.publicIp]),
  ]);
  const isPublished = ({ protocol, address, port }: Probe) =>
    waysIn(topology).some(
      (way) =>
        way.address === address &&
        way.forward.protocol === protocol &&
        way.forward.port === port &&
        admits(topology, way, STRANGER.address),
    );
  const knocks: Probe[] = [
    ...doors.flatMap((address) => KNOCKED.map((port) => ({ protocol: "tcp" as const, address, port }))),
    ...doors.map((address) => ({ protocol: "icmp" as const, address })),
    ...table.flatMap(({ outside }) => {
      const [privateIp, port] = outside.split(":");
      const publicIp = networkInterfaces.find((own) => own.privateIp === privateIp)?.publicIp;
      return publicIp === undefined
        ? []
        : [{ protocol: "udp" as const, address: publicIp, port: Number(port) }];
    }),
  ];
  return knocks.filter((knock) => !isPublished(knock));
}

function probesFor({ family }: WayOut): Probe[] {
  return PROBES.map(({ protocol, port }) => ({ protocol, port, address: addressFor(family) }));
}

function addressFor(family: Family): string {
  return family === "ip" ? INTERNET.address : INTERNET.ipv6Address;
}

function suffix({ family }: WayOut): string {
  return family === "ip" ? "" : " by IPv6";
}

function silence(answers: readonly Answer[]): Pick<Proof, "seen" | "holds"> {
  const count = answers.filter(({ answered }) => answered).length;
  return { seen: count === 0 ? "no answer" : `${count} answers`, holds: count === 0 };
}
