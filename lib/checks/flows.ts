import { Address4 } from "ip-address";
import {
  Blocker,
  Expectation,
  Explanation,
  Protocol,
  Question,
  UnknownEndError,
  explain,
} from "../reachability";
import { Element, NetworkInterface, Source, Subnet, Topology } from "../topology";

/** A connection that works, or should: from a private subnet to the internet, or one that the environment expects. */
export interface Flow {
  readonly from: Subnet | string;
  /** The security groups of whoever sends from the subnet. @default - none: the sender is named */
  readonly groups?: readonly Source[];
  readonly to: string;
  readonly protocol: Protocol;
  readonly port?: number;
}

/** How a flow fares in a topology: the elements that it passes, and what stops it. */
export interface Walked {
  readonly elements: readonly Element[];
  readonly blocker?: Blocker;
  /** The address that the other end sees. */
  readonly seenAs?: string;
}

/** A page or package, the time, and a ping: one of each protocol that the model has. */
const SERVICES = [
  { protocol: "tcp", port: 443 },
  { protocol: "udp", port: 123 },
  { protocol: "icmp" },
] as const;

/** The flows to ask after: of whoever is in a subnet to the internet, and those that are expected to be reachable. */
export function flowsOf(topology: Topology, expectations: readonly Expectation[]): Flow[] {
  const outward = topology.subnets.flatMap((from) =>
    groupsIn(topology, from).flatMap((groups) =>
      SERVICES.map((service) => ({ from, groups, to: "internet", ...service })),
    ),
  );
  const expected = expectations
    .filter(({ reachable }) => reachable)
    .map(({ from, to, protocol = "tcp", port }) => ({ from, to, protocol, ...(port && { port }) }));
  return [...outward, ...expected];
}

/** Walks a flow; undefined where one of its ends is not there. */
export function walk(topology: Topology, { from, groups, to, protocol, port }: Flow): Walked | undefined {
  const [asked, sender] =
    typeof from === "string" ? [topology, from] : [withSomebody(topology, from, groups ?? []), SOMEBODY];
  const question = { from: sender, to, protocol, ...(port !== undefined && { port }) };
  const explanation = asked && ask(asked, question);
  if (!explanation) return undefined;
  const { request, blocker, seenAs } = explanation;
  const passed = new Set(request.map(({ elementId }) => elementId));
  return {
    elements: elementsOf(topology).filter(({ id }) => passed.has(id)),
    ...(blocker && { blocker }),
    ...(seenAs !== undefined && { seenAs }),
  };
}

/** Whether two elements, of one topology or of two, are of the same resource. */
export function isOf(one: Source, other: Source): boolean {
  return one.stack === other.stack && one.address === other.address;
}

/** The sets of groups that whoever has no public address has: in the subnet, else in its VPC, else each group alone. */
function groupsIn(topology: Topology, subnet: Subnet): Source[][] {
  const { networkInterfaces, securityGroups, subnets } = topology;
  const inVpc = subnets.filter(({ vpcId }) => vpcId === subnet.vpcId).map(({ id }) => id);
  const senders = networkInterfaces.filter(
    ({ subnetId, instanceId, deviceIndex, publicIp }) =>
      inVpc.includes(subnetId) && instanceId !== undefined && deviceIndex === 0 && publicIp === undefined,
  );
  const here = senders.filter(({ subnetId }) => subnetId === subnet.id);
  const sets = (here.length > 0 ? here : senders).map(({ securityGroupIds }) => securityGroupIds);
  const all = securityGroups.filter(({ vpcId }) => vpcId === subnet.vpcId).map(({ id }) => [id]);
  const distinct = new Map((sets.length > 0 ? sets : all).map((ids) => [[...ids].sort().join(), ids]));
  return [...distinct.values()].map((ids) => securityGroups.filter(({ id }) => ids.includes(id)));
}

const SOMEBODY = "i-somebody";

/** The topology with one more instance in a subnet; undefined where the subnet, or all of the groups, are gone. */
function withSomebody(topology: Topology, from: Source, groups: readonly Source[]): Topology | undefined {
  const { instances, networkInterfaces, securityGroups, subnets } = topology;
  const subnet = subnets.find((each) => isOf(each, from));
  const own = securityGroups.filter((each) => groups.some((group) => isOf(each, group)));
  if (!subnet || own.length === 0) return undefined;
  const source = { stack: subnet.stack, address: subnet.address, name: subnet.name };
  const networkInterface: NetworkInterface = {
    ...source,
    id: "eni-somebody",
    subnetId: subnet.id,
    privateIp: freeAddress(topology, subnet),
    macAddress: "02:00:00:00:00:00",
    sourceDestCheck: true,
    securityGroupIds: own.map(({ id }) => id),
    instanceId: SOMEBODY,
    deviceIndex: 0,
  };
  const instance = { ...source, id: SOMEBODY, networkInterfaceIds: [networkInterface.id] };
  return {
    ...topology,
    instances: [...instances, instance],
    networkInterfaces: [...networkInterfaces, networkInterface],
  };
}

/** The highest that nobody has; AWS keeps the very last. */
function freeAddress({ networkInterfaces }: Topology, { cidr }: Subnet): string {
  const last = new Address4(cidr).endAddress().bigInt();
  for (let below = 1n; ; below++) {
    const address = Address4.fromBigInt(last - below).correctForm();
    if (!networkInterfaces.some(({ privateIp }) => privateIp === address)) return address;
  }
}

function ask(topology: Topology, question: Question): Explanation | undefined {
  try {
    return explain(topology, question);
  } catch (error) {
    if (error instanceof UnknownEndError) return undefined;
    throw error;
  }
}

function elementsOf(topology: Topology): Element[] {
  const { gateways, instances, networkInterfaces, routeTables } = topology;
  return [gateways, instances, networkInterfaces, routeTables].flat();
}

/** Who is offline, as the beginning of a sentence: `the private subnet of eu-central-1b (private-b) is offline`. */
export function whoIsOffline(flows: readonly Flow[]): string {
  const outward = flows.filter(({ from }) => typeof from !== "string");
  const expected = [...new Set(flows.filter(({ from }) => typeof from === "string").map(flowName))];
  const parts = outward.length > 0 ? [`${subnetNames(outward)} ${lack(outward)}`] : [];
  if (expected.length > 0) {
    const be = expected.length === 1 ? "is" : "are";
    parts.push(`${list(expected)}, which the environment expects, ${be} cut off`);
  }
  return parts.join(", and ");
}

/** `the private subnets of eu-central-1a and eu-central-1b (private-a, private-b)` */
export function subnetNames(flows: readonly Flow[]): string {
  const subnets = subnetsOf(flows);
  const names = [...subnets.values()].map(({ name }) => name).sort();
  const zones = [...new Set([...subnets.values()].flatMap(({ zone }) => zone ?? []))].sort();
  const where = zones.length > 0 ? `of ${list(zones)} (${names.join(", ")})` : list(names);
  return `the private subnet${names.length === 1 ? "" : "s"} ${where}`;
}

function subnetsOf(flows: readonly Flow[]) {
  return new Map(flows.flatMap(({ from }) => (typeof from === "string" ? [] : [[from.id, from] as const])));
}

/** Whatever lets TCP through and stops another protocol is a rule of a group. */
function lack(flows: readonly Flow[]): string {
  const isOne = subnetsOf(flows).size === 1;
  const protocols = [...new Set(flows.map(({ protocol }) => protocol))];
  if (protocols.includes("tcp")) return isOne ? "is offline" : "are offline";
  const services = protocols.map((protocol) => (protocol === "icmp" ? "ping" : protocol.toUpperCase()));
  return `${isOne ? "has" : "have"} no internet by ${list(services)}`;
}

function flowName({ from, to, protocol, port }: Flow): string {
  return `${String(from)} → ${to} by ${protocol}${port === undefined ? "" : ` port ${port}`}`;
}

function list(things: readonly string[]): string {
  return things.length < 2 ? things.join() : `${things.slice(0, -1).join(", ")} and ${things.at(-1)}`;
}
