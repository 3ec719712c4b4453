import { explain } from "../lib/reachability";
import { Instance, Topology } from "../lib/topology";
import { Capture } from "./capture";
import { INTERNET_HOSTS } from "./fabric/internet";
import { firstReply } from "./first-reply";
import { Answer, Probe } from "./hosts/probe";
import { Lab } from "./lab";
import { Mapping, connectionTable } from "./nat-host/connection-table";
import { until } from "./until";

/** Something that the walk-through claims, and what was seen. */
export interface Proof {
  readonly what: string;
  readonly seen: string;
  readonly holds: boolean;
}

const [INTERNET, STRANGER] = INTERNET_HOSTS as [(typeof INTERNET_HOSTS)[0], (typeof INTERNET_HOSTS)[0]];

/** A packet of each kind that the article's ending sends, to the host on the internet. */
const PROBES: readonly (Probe & { readonly title: string })[] = [
  { title: "ping", protocol: "icmp", address: INTERNET.address },
  { title: "DNS", protocol: "udp", address: INTERNET.address, port: 53 },
  { title: "HTTP", protocol: "tcp", address: INTERNET.address, port: 80 },
];

/** The ports that strangers knock on. */
const KNOCKED = [22, 53, 80, 443, 8080];

/** The instances that get to the internet under the address of another, each with that address. */
export function served(topology: Topology): { readonly name: string; readonly publicIp: string }[] {
  return topology.instances.flatMap(({ name, id }) => {
    const { verdict, seenAs } = explain(topology, { from: id, to: "internet" });
    const networkInterface = topology.networkInterfaces.find(
      ({ publicIp }) => publicIp !== undefined && publicIp === seenAs,
    );
    const isOthers = networkInterface?.instanceId !== undefined && networkInterface.instanceId !== id;
    return verdict === "reachable" && isOthers ? [{ name, publicIp: networkInterface.publicIp! }] : [];
  });
}

/**
 * Waits until everybody who is served has had a reply from the internet.
 *
 * @throws Error when somebody has none within a minute
 */
export async function untilForwarding(lab: Lab, topology: Topology): Promise<void> {
  await forEachServed(topology, ({ name }) => firstReply(lab.namespace(name), INTERNET.address));
}

/** The network before the cable is plugged in: no route leads to an instance's network interface. */
export function unplugged(topology: Topology): Topology {
  const routeTables = topology.routeTables.map((table) => ({
    ...table,
    routes: table.routes.filter(({ target }) => target.kind !== "network-interface"),
  }));
  return { ...topology, routeTables };
}

/** Before the routes: the private instances get nowhere. */
export async function proveNoWayOut(lab: Lab, topology: Topology): Promise<Proof[]> {
  return forEachServed(topology, async ({ name }) => {
    const answers = await lab.ask(name, PROBES, 1);
    return { what: `before the routes, ${name} gets no answer from the internet`, ...silence(answers) };
  });
}

/** With the routes: ping, DNS and HTTP, each seen from the NAT host's public address. */
export async function proveWayOut(lab: Lab, topology: Topology): Promise<Proof[]> {
  const proofs = await forEachServed(topology, async ({ name, publicIp }) => {
    const answers = await until(
      `An answer to ${name}`,
      60,
      async () => {
        const all = await lab.ask(name, PROBES);
        return all.every(({ answered }) => answered) && all;
      },
      async () =>
        (await Promise.all(lab.machineNames().map((host) => lab.machine(host).journal()))).join("\n"),
    );
    return PROBES.map(({ title }, index) => {
      const seenAs = answers[index]!.seenAs;
      const address = seenAs?.split(":")[0];
      const what = `${name} → internet, ${title}`;
      if (address === undefined) return { what, seen: "the reply came back", holds: true };
      return {
        what,
        seen: `the internet saw ${seenAs}; public address ${publicIp}`,
        holds: address === publicIp,
      };
    });
  });
  return proofs.flat();
}

/** What the NAT hosts' connection tables say, each private address and port beside its translation. */
export async function proveTable(
  lab: Lab,
  topology: Topology,
): Promise<{ table: Mapping[]; proofs: Proof[] }> {
  const tables = await Promise.all(lab.machineNames().map((name) => connectionTable(lab.namespace(name))));
  const table = tables.flat();
  const proofs = await forEachServed(topology, async ({ name }) => {
    const { privateIp } = interfaceOf(topology, name);
    const lines = table.filter(({ inside }) => inside.startsWith(`${privateIp}:`));
    return {
      what: `${name}'s connections are in the NAT host's table`,
      seen: `${lines.length} lines for ${privateIp}`,
      holds: lines.length > 0,
    };
  });
  return { table, proofs };
}

/**
 * The stranger knocks at every address there is, and on the ports of live connections; no private instance hears him.
 */
export async function proveStrangerStaysOut(
  lab: Lab,
  topology: Topology,
  table: readonly Mapping[],
): Promise<Proof[]> {
  const doors = topology.networkInterfaces.flatMap(({ privateIp, publicIp }) =>
    [privateIp, publicIp ?? []].flat(),
  );
  const knocks: Probe[] = [
    ...doors.flatMap((address) => KNOCKED.map((port) => ({ protocol: "tcp" as const, address, port }))),
    ...doors.map((address) => ({ protocol: "icmp" as const, address })),
    ...table.flatMap(({ outside }) => {
      const publicIp = topology.networkInterfaces.find(
        ({ privateIp }) => privateIp === outside.split(":")[0],
      )?.publicIp;
      const port = Number(outside.split(":")[1]);
      return publicIp === undefined ? [] : [{ protocol: "udp" as const, address: publicIp, port }];
    }),
  ];
  const instances = served(topology);
  const filter = `host ${STRANGER.address}`;
  const captures = await Promise.all(instances.map(({ name }) => Capture.start(lab.namespace(name), filter)));
  const answers = await lab.ask(STRANGER.name, knocks, 2);
  const heard = await Promise.all(captures.map((capture) => capture.stop()));
  const { seen, holds } = silence(answers);
  return [
    { what: `the stranger knocks ${knocks.length} times and is not let in`, seen, holds },
    ...instances.map(({ name }, index) => ({
      what: `${name} hears nothing of him`,
      seen: heard[index]!.length === 0 ? "no packet arrived" : heard[index]!.join("; "),
      holds: heard[index]!.length === 0,
    })),
  ];
}

function silence(answers: readonly Answer[]): Pick<Proof, "seen" | "holds"> {
  const count = answers.filter(({ answered }) => answered).length;
  return { seen: count === 0 ? "no answer" : `${count} answers`, holds: count === 0 };
}

async function forEachServed<T>(
  topology: Topology,
  prove: (instance: { readonly name: string; readonly publicIp: string }) => Promise<T>,
): Promise<T[]> {
  return Promise.all(served(topology).map(prove));
}

function interfaceOf({ instances, networkInterfaces }: Topology, name: string) {
  const { networkInterfaceIds } = instances.find((instance: Instance) => instance.name === name)!;
  return networkInterfaces.find(({ id }) => id === networkInterfaceIds[0])!;
}
