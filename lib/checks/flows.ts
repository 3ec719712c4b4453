import {
  Blocker,
  Expectation,
  Explanation,
  Protocol,
  Question,
  UnknownEndError,
  explain,
} from "../reachability";
import { Element, Source, Subnet, Topology } from "../topology";
import { withInstance } from "../topology/added-instance";

/** A connection that works, or should: from a private subnet to the internet, or one that the environment expects. */
export interface Flow {
  readonly from: Subnet | string;
  /** The security groups of whoever sends from the subnet. @default - none: the sender is named */
  readonly groups?: readonly Source[];
  readonly to: string;
  readonly protocol: Protocol;
  readonly port?: number;
  /** @default "ipv4" */
  readonly family?: "ipv4" | "ipv6";
}

/** How a flow fares in a topology: the elements that it passes, and what stops it. */
export interface Walked {
  readonly elements: readonly Element[];
  readonly blocker?: Blocker;
  /** The address that the other end sees. */
  readonly seenAs?: string;
}

/** A page or package, the time, and a ping: one of each protocol that the model has. */
const SERVICES: readonly Service[] = [
  { protocol: "tcp", port: 443 },
  { protocol: "udp", port: 123 },
  { protocol: "icmp" },
];

/** Where there is IPv6, its groups and routes are others. */
const BY_IPV6: Service = { protocol: "tcp", port: 443, family: "ipv6" };

type Service = Pick<Flow, "protocol" | "port" | "family">;

/** The flows to ask after: of whoever is in a subnet to the internet, and those that are expected to be reachable. */
export function flowsOf(topology: Topology, expectations: readonly Expectation[]): Flow[] {
  const outward = topology.subnets.flatMap((from) =>
    groupsIn(topology, from).flatMap((groups) =>
      servicesOf(from).map((service) => ({ from, groups, to: "internet", ...service })),
    ),
  );
  const expected = expectations
    // What must hold while a host is gone is no flow of now.
    .filter(({ reachable, without = [] }) => reachable && without.length === 0)
    .map(({ from, to, protocol = "tcp", port, family }) => {
      return { from, to, protocol, ...(port && { port }), ...(family && { family }) };
    });
  return [...outward, ...expected];
}

function servicesOf({ ipv6Cidr }: Subnet): readonly Service[] {
  return ipv6Cidr === undefined ? SERVICES : [...SERVICES, BY_IPV6];
}

/** Walks a flow; undefined where one of its ends is not there. */
export function walk(
  topology: Topology,
  { from, groups, to, protocol, port, family }: Flow,
): Walked | undefined {
  const [asked, sender] =
    typeof from === "string" ? [topology, from] : [withSomebody(topology, from, groups ?? []), SOMEBODY];
  const question = {
    from: sender,
    to,
    protocol,
    ...(port !== undefined && { port }),
    ...(family && { family }),
  };
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
  const { securityGroups, subnets } = topology;
  const subnet = subnets.find((each) => isOf(each, from));
  const own = securityGroups.filter((each) => groups.some((group) => isOf(each, group)));
  if (!subnet || own.length === 0) return undefined;
  const securityGroupIds = own.map(({ id }) => id);
  return withInstance(topology, subnet, { id: SOMEBODY, name: subnet.name, securityGroupIds });
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
