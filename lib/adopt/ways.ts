import { RouteTableFacts, SubnetFacts, VpcFacts } from "./facts";
import { listed, named } from "./words";

/** Where a route table's default route leads to. */
export interface Way {
  /**
   * `public`: an internet gateway. `nat`: a NAT gateway or a network interface, which is what can be taken over without
   * harm. `elsewhere`: another network, or a firewall. `none`: no default route.
   */
  readonly kind: "public" | "nat" | "elsewhere" | "none";
  /** Of what it leads to; undefined when there is none, or AWS names none. */
  readonly id?: string;
  /** What it leads to, in words. */
  readonly words: string;
  /** The zone that a NAT is in; undefined for one that is in none, or in all. */
  readonly zone?: string;
  /** The addresses that the internet sees. */
  readonly publicIps: readonly string[];
  /** Whether it is a regional NAT gateway, which is in every zone. */
  readonly isRegional?: true;
  /** Whether a virtual private gateway put the route there, so that nobody can change it. */
  readonly isPropagated?: true;
  /** Why it leads nobody to the internet; undefined when it may. */
  readonly broken?: string;
}

/** The way out that a table has today, by IPv4. */
export function wayOf(facts: VpcFacts, table: RouteTableFacts): Way {
  const route = table.routes.find(({ destination }) => destination === "0.0.0.0/0");
  if (!route) return { kind: "none", words: "no default route", publicIps: [] };
  const { target, isBlackhole, isPropagated } = route;
  const broken = isBlackhole ? "what it leads to is gone (blackhole)" : undefined;
  const id = target ?? "";
  if (isPropagated) {
    return { ...elsewhere(id, `${id}, which put the route there itself`, broken), isPropagated };
  }
  if (id.startsWith("nat-")) return { broken, ...natGateway(facts, id) };
  if (id.startsWith("eni-")) return { broken, ...networkInterface(facts, id) };
  if (id.startsWith("igw-"))
    return { kind: "public", id, words: `internet gateway ${id}`, publicIps: [], broken };
  const known = ELSEWHERE.find(([prefix]) => id.startsWith(prefix));
  return elsewhere(
    known && id,
    `${known?.[1] ?? "something that is not known here"} ${id}`.trimEnd(),
    broken,
  );
}

/** What an environment can name as a way out, besides NATs and internet gateways. */
const ELSEWHERE = [
  ["tgw-", "transit gateway"],
  ["vgw-", "virtual private gateway"],
  ["pcx-", "peering connection"],
  ["vpce-", "endpoint of a load balancer for firewalls"],
] as const;

function elsewhere(id: string | undefined, words: string, broken: string | undefined): Way {
  return { kind: "elsewhere", id, words, publicIps: [], broken };
}

function natGateway(facts: VpcFacts, id: string): Way {
  const gateway = facts.natGateways.find((each) => each.id === id);
  if (!gateway) return { kind: "nat", id, words: `NAT gateway ${id}`, publicIps: [], broken: "it is gone" };
  if (gateway.isPrivate) return elsewhere(id, `private NAT gateway ${named(gateway)}`, undefined);
  const subnet = facts.subnets.find((each) => each.id === gateway.subnetId);
  const publicIps = gateway.addresses.map(({ publicIp }) => publicIp);
  return {
    kind: "nat",
    id,
    words: `NAT gateway ${named(gateway)}${place(subnet)}${seenAs(publicIps)}`,
    zone: subnet?.zone,
    publicIps,
    ...(gateway.subnetId === undefined && { isRegional: true as const }),
    ...(gateway.state !== "available" && { broken: `it is ${gateway.state}` }),
  };
}

function networkInterface(facts: VpcFacts, id: string): Way {
  const end = facts.interfaces.find((each) => each.id === id);
  const gone = { kind: "nat", id, words: `network interface ${id}`, publicIps: [] } as const;
  if (!end) return { ...gone, broken: "it is not in this VPC" };
  const subnet = facts.subnets.find((each) => each.id === end.subnetId);
  const publicIps = end.publicIp ? [end.publicIp] : [];
  const of = end.instanceId ? ` of instance ${end.instanceId}` : "";
  return {
    ...gone,
    words: `network interface ${id}${of}${place(subnet)}${seenAs(publicIps)}`,
    zone: subnet?.zone,
    publicIps,
    ...(end.checksSource && { broken: "it takes its own packets alone (source/destination check)" }),
    ...(!end.instanceId && { broken: "it is attached to no instance" }),
  };
}

function place(subnet: SubnetFacts | undefined): string {
  return subnet ? ` in ${named(subnet)} of ${subnet.zone}` : "";
}

function seenAs(publicIps: readonly string[]): string {
  return publicIps.length > 0 ? `, which the internet sees as ${listed(publicIps)}` : "";
}
