import { InterfaceFacts, SubnetFacts, VpcFacts } from "./facts";
import { Way, wayOf } from "./ways";

/** Questions about a VPC that several ask. */
export class Survey {
  /** Each route table's way out, by the table's id. */
  readonly ways: ReadonlyMap<string, Way>;

  /** @param include route tables to take in whatever they lead to */
  constructor(
    readonly facts: VpcFacts,
    private readonly include: readonly string[],
  ) {
    this.ways = new Map(facts.routeTables.map((table) => [table.id, wayOf(facts, table)]));
  }

  wayOf({ routeTableId }: SubnetFacts): Way {
    return this.ways.get(routeTableId)!;
  }

  /** Whether a subnet's default route is to lead to our way out. */
  isTaken(subnet: SubnetFacts): boolean {
    const way = this.wayOf(subnet);
    return way.kind === "nat" || (this.include.includes(subnet.routeTableId) && canBeTaken(way));
  }

  /** Whether it is also one that an environment can name. */
  isServed(subnet: SubnetFacts): boolean {
    return this.isTaken(subnet) && this.oddity(subnet) === undefined;
  }

  isPublic(subnet: SubnetFacts): boolean {
    const { kind, broken } = this.wayOf(subnet);
    return kind === "public" && !broken && this.oddity(subnet) === undefined;
  }

  /** Why a subnet is none that an environment can name; undefined when it is one. */
  oddity({ zone, isOnOutpost, cidr }: SubnetFacts): string | undefined {
    const { type } = this.facts.zones.find(({ name }) => name === zone) ?? { type: "availability-zone" };
    if (isOnOutpost) return "it is on an Outpost";
    if (type !== "availability-zone") return `${zone} is a ${type.replace("-", " ")}`;
    return cidr === undefined ? "it has IPv6 alone" : undefined;
  }

  interfacesIn({ id }: SubnetFacts): InterfaceFacts[] {
    return this.facts.interfaces.filter(({ subnetId }) => subnetId === id);
  }

  /** The NAT that works in a subnet, by its id: a gateway, or the interface of an instance that routes lead to. */
  natIn({ id }: SubnetFacts): string | undefined {
    const { natGateways, interfaces } = this.facts;
    const gateway = natGateways.find(({ subnetId, isPrivate }) => subnetId === id && !isPrivate);
    if (gateway) return gateway.id;
    const targets = [...this.ways.values()].filter(({ kind, broken }) => kind === "nat" && !broken);
    return interfaces.find((each) => each.subnetId === id && targets.some((way) => way.id === each.id))?.id;
  }
}

/** Whether a private table's default route, or the want of one, is something that an environment can name. */
export function canBeTaken({ kind, id, isPropagated }: Way): boolean {
  return kind === "none" || kind === "nat" || (kind === "elsewhere" && id !== undefined && !isPropagated);
}
