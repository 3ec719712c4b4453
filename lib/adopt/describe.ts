import { Cidr } from "../net/ranges";
import { RouteTableFacts, SubnetFacts, VpcFacts } from "./facts";
import { HostPlace, hostPlace } from "./host-place";
import { Survey, canBeTaken } from "./survey";
import { Way } from "./ways";
import { listed, usersOf } from "./words";

/** What of a VPC is to have our way out, and what is not; each choice with its reason. */
export interface Description {
  readonly facts: VpcFacts;
  readonly placement: { readonly value: "single" | "per-zone"; readonly why: string };
  /** Those with something to serve. The first with a public subnet holds a single NAT host. */
  readonly zones: readonly DescribedZone[];
  /** The zones that have a NAT host. */
  readonly hostZones: readonly DescribedZone[];
  readonly leftOut: readonly LeftOut[];
  /** Subnets that are left out, but whose routes are not, so that they lead them to the NAT hosts too. */
  readonly alsoServed: readonly SubnetFacts[];
}

export interface DescribedZone extends HostPlace {
  readonly name: string;
  /** A NAT host's private interface stands in the first. */
  readonly privateSubnets: readonly DescribedSubnet[];
  readonly routeTables: readonly DescribedTable[];
}

export interface DescribedSubnet {
  readonly subnet: SubnetFacts & { readonly cidr: Cidr };
  /** Who is in it, in words; empty for nobody. */
  readonly users: string;
  /** Where it is not the one at the same place in the zone's list. */
  readonly routeTableId?: string;
}

export interface DescribedTable {
  readonly table: RouteTableFacts;
  readonly way: Way;
  readonly gatewayEndpoints: readonly string[];
}

/** A private subnet that the environment does not name. */
export interface LeftOut {
  readonly subnet: SubnetFacts;
  readonly why: string;
  /** Where its table leads today, when it may be added. */
  readonly way?: Way;
}

/** @param include route tables to take in whatever they lead to */
export function describe(facts: VpcFacts, include: readonly string[] = []): Description {
  const survey = new Survey(facts, include);
  const served = facts.subnets.filter((subnet) => survey.isServed(subnet));
  const names = [...new Set(served.map(({ zone }) => zone))].sort();
  const found = names.map((name) =>
    foundZone(
      survey,
      name,
      served.filter(({ zone }) => zone === name),
    ),
  );
  const placement = placementOf(survey, found);
  const zones = withTables(survey, inOrder(survey, found, placement.value));
  const places = zones.filter(({ publicSubnet }) => publicSubnet !== undefined);
  return {
    facts,
    placement,
    zones,
    hostZones: placement.value === "single" ? places.slice(0, 1) : places,
    leftOut: leftOut(survey),
    alsoServed: facts.subnets.filter((subnet) => survey.isTaken(subnet) && !survey.isServed(subnet)),
  };
}

type FoundZone = Omit<DescribedZone, "routeTables">;

function foundZone(survey: Survey, name: string, served: readonly SubnetFacts[]): FoundZone {
  const use = ({ subnet }: { subnet: SubnetFacts }) => survey.interfacesIn(subnet).length;
  const privateSubnets = served
    .map((subnet) => ({
      subnet: subnet as DescribedSubnet["subnet"],
      users: usersOf(survey.interfacesIn(subnet)),
    }))
    // A NAT host's private interface needs an address, and is best where most of its users are.
    .sort(
      (a, b) =>
        Number(b.subnet.freeAddresses > 0) - Number(a.subnet.freeAddresses > 0) ||
        use(b) - use(a) ||
        a.subnet.cidr.localeCompare(b.subnet.cidr, "en", { numeric: true }),
    );
  const subnets = privateSubnets.map(({ subnet }) => subnet);
  return { name, privateSubnets, ...hostPlace(survey, name, subnets) };
}

/** As many NAT hosts as there are NATs today, as far as zones go. */
function placementOf(survey: Survey, zones: readonly FoundZone[]): Description["placement"] {
  const places = zones.filter(({ publicSubnet }) => publicSubnet !== undefined);
  const ways = zones.flatMap(({ privateSubnets }) =>
    privateSubnets.map(({ subnet }) => survey.wayOf(subnet)),
  );
  const natZones = [...new Set(ways.flatMap(({ zone }) => zone ?? []))].sort();
  if (places.length < 2) return { value: "single", why: "one zone alone has room for a NAT host" };
  if (ways.some(({ isRegional }) => isRegional)) {
    return { value: "per-zone", why: "the NAT gateway of today is a regional one, in every zone" };
  }
  if (natZones.length > 1) {
    return { value: "per-zone", why: `today there is a NAT in each of ${listed(natZones)}` };
  }
  const [only] = natZones;
  return { value: "single", why: only ? `today one NAT, in ${only}, serves all zones` : "it costs least" };
}

/** A single NAT host is where the NAT of today is, so that no other traffic crosses zones than today. */
function inOrder(survey: Survey, zones: readonly FoundZone[], placement: string): FoundZone[] {
  const today = new Set([...survey.ways.values()].flatMap(({ zone }) => zone ?? []));
  const isFirst = ({ name, publicSubnet }: FoundZone) =>
    placement === "single" && publicSubnet !== undefined && today.has(name);
  return [...zones].sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
}

/** Lists each table in the first zone that has a subnet of it, and names it where its place does not say it. */
function withTables(survey: Survey, zones: readonly FoundZone[]): DescribedZone[] {
  const seen = new Set<string>();
  return zones.map((zone) => {
    const ids = [...new Set(zone.privateSubnets.map(({ subnet }) => subnet.routeTableId))];
    const own = ids.filter((id) => !seen.has(id));
    own.forEach((id) => seen.add(id));
    const privateSubnets = zone.privateSubnets.map((each, index) => {
      const { routeTableId } = each.subnet;
      return routeTableId === (own[index] ?? own.at(-1)) ? each : { ...each, routeTableId };
    });
    return { ...zone, privateSubnets, routeTables: own.map((id) => describedTable(survey, id)) };
  });
}

function describedTable({ facts, ways }: Survey, id: string): DescribedTable {
  const gatewayEndpoints = facts.endpoints
    .filter(({ isGateway, routeTableIds }) => isGateway && routeTableIds.includes(id))
    .map(({ service }) => service)
    .filter((service) => service === "s3" || service === "dynamodb")
    .sort();
  return { table: facts.routeTables.find((table) => table.id === id)!, way: ways.get(id)!, gatewayEndpoints };
}

function leftOut(survey: Survey): LeftOut[] {
  return survey.facts.subnets.flatMap((subnet): LeftOut[] => {
    const way = survey.wayOf(subnet);
    if (way.kind === "public" || survey.isServed(subnet)) return [];
    const why = survey.oddity(subnet);
    if (why !== undefined) return [{ subnet, why }];
    const leads =
      way.kind === "none"
        ? "has no default route, and one would open it to the internet"
        : `leads to ${way.words}`;
    return [{ subnet, why: `its table ${subnet.routeTableId} ${leads}`, ...(canBeTaken(way) && { way }) }];
  });
}
