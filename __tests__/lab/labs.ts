import { Answer, Probe } from "../../lab/hosts/probe";
import { Lab, LabOptions } from "../../lab/lab";
import { makeDisk } from "../../lab/nat-host/disk";
import { Machine } from "../../lab/nat-host/machine";
import { until } from "../../lab/until";
import { EnvironmentInput } from "../../lib/config/schema";
import { loadEnvironment } from "../../lib/config/load";
import { NetworkInterface, Topology, readTopology } from "../../lib/topology";
import { StackName, synthesize, testEnvironment } from "../support/synthesize";

const MINUTES = 60_000;
const running = new Set<Lab>();

// The disk may have to be made first.
jest.setTimeout(10 * MINUTES);
afterAll(async () => {
  await Promise.all([...running].map((lab) => lab.stop()));
});

/** Builds a lab that is taken down after the test file. */
export async function startLab(topology: Topology, options: Partial<LabOptions> = {}): Promise<Lab> {
  const lab = await Lab.start(topology, { disk: await makeDisk(), ...options });
  running.add(lab);
  return lab;
}

export async function stopLab(lab: Lab): Promise<void> {
  running.delete(lab);
  await lab.stop();
}

/** The article's network, whole or some of its stacks. */
export function article(stacks?: StackName[]): Topology {
  return readTopology(synthesize(loadEnvironment("article")).folder, { stacks });
}

/** The network of the smallest environment, with changes to it. */
export function network(changes: Partial<EnvironmentInput> = {}): Topology {
  return readTopology(synthesize(testEnvironment(changes)).folder);
}

/** The host on the internet that answers. */
export const INTERNET = "192.0.2.1";
export const STRANGER = "192.0.2.66";

/** One question of each kind to the host on the internet. */
export const ONE_OF_EACH: readonly Probe[] = [
  { protocol: "tcp", address: INTERNET, port: 80 },
  { protocol: "udp", address: INTERNET, port: 7 },
  { protocol: "udp", address: INTERNET, port: 53 },
  { protocol: "icmp", address: INTERNET },
];

/** The article's Elastic IP, as the topology stands in for it. */
export function elasticIp({ elasticIps }: Topology): string {
  return elasticIps[0]!.publicIp;
}

/** Waits until a host gets an answer of each kind from the internet. */
export async function untilThrough(lab: Lab, from = "private-0"): Promise<Answer[]> {
  return until(
    `${from}'s way out`,
    90,
    async () => {
      const answers = await lab.ask(from, ONE_OF_EACH);
      return answers.every(({ answered }) => answered) && answers;
    },
    async () => (await Promise.all(lab.machineNames().map((name) => lab.machine(name).journal()))).join("\n"),
  );
}

/** Whether a host gets any answer from the internet. */
export async function isThrough(lab: Lab, from = "private-0"): Promise<boolean> {
  return (await lab.ask(from, ONE_OF_EACH, 1)).some(({ answered }) => answered);
}

/** The nftables tables on a machine. */
export async function tablesOf(machine: Machine): Promise<string[]> {
  const { stdout } = await machine.run("/usr/lib/lab/hidden/nft", ["list", "tables", "ip"]);
  return stdout.split("\n").map((line) => line.split(" ").at(-1)!);
}

/** The same network with some network interfaces otherwise. */
export function withInterfaces(
  topology: Topology,
  change: (networkInterface: NetworkInterface) => Partial<NetworkInterface>,
): Topology {
  const networkInterfaces = topology.networkInterfaces.map((networkInterface) => ({
    ...networkInterface,
    ...change(networkInterface),
  }));
  const instances = topology.instances.map((instance) => ({
    ...instance,
    networkInterfaceIds: instance.networkInterfaceIds.filter(
      (id) =>
        networkInterfaces.find((networkInterface) => networkInterface.id === id)?.instanceId === instance.id,
    ),
  }));
  return { ...topology, networkInterfaces, instances };
}
