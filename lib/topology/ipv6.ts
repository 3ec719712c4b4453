import { Configuration } from "../terraform-json/configuration";
import { Block, Resource, bySource } from "../terraform-json/stack";
import { familyOf, handedOut, holds, normalized, subdivision } from "../net/ranges";
import { grouped } from "../tools/grouped";
import { idOf } from "./elements";
import { Ipv6Request, Parts, SubnetPart } from "./parts";

/** The range that is for documentation (RFC 3849): nobody's real address is in it. */
export const DOCUMENTATION = "2001:db8::/32";

type Reading = Pick<Parts, "configuration" | "problems">;

/**
 * Placeholders for the ranges that AWS chooses, a /56 each as AWS gives them, by the id of the VPC or of the association
 * that asks for one.
 */
export function generatedRanges({ configuration, problems }: Reading): ReadonlyMap<string, string> {
  const resources = ["aws_vpc", "aws_vpc_ipv6_cidr_block_association"].flatMap((type) =>
    configuration.ofType(type),
  );
  const asking = problems.each(resources, (resource) => {
    const { type, data, values } = resource;
    if (data || givenRange(configuration, resource) !== undefined) return [];
    if (type !== "aws_vpc") return [idOf(resource)];
    const asks =
      configuration.flag(resource, "assign_generated_ipv6_cidr_block") ??
      isGiven(values["ipv6_ipam_pool_id"]);
    return asks ? [idOf(resource)] : [];
  });
  return new Map(asking.map((id, index) => [id, subdivision(DOCUMENTATION, 56, index)!]));
}

/** The IPv6 ranges of each VPC that has any, by its id. */
export function ipv6RangesOfVpcs(
  parts: Reading & Pick<Parts, "generatedRanges">,
): ReadonlyMap<string, string[]> {
  const { configuration, problems } = parts;
  const rangeOf = (resource: Resource) =>
    givenRange(configuration, resource) ?? parts.generatedRanges().get(idOf(resource));
  const own = problems.each(configuration.ofType("aws_vpc"), (vpc) => [
    { id: idOf(vpc), range: rangeOf(vpc) },
  ]);
  const associations = configuration.ofType("aws_vpc_ipv6_cidr_block_association");
  const associated = problems.each(associations, (association) => [
    { id: configuration.required(association, "vpc_id"), range: rangeOf(association) },
  ]);
  const all = [...own, ...associated].filter(({ range }) => range !== undefined);
  return new Map(
    [...grouped(all, ({ id }) => [id])].map(([id, found]) => [
      id,
      [...new Set(found.map(({ range }) => range!))],
    ]),
  );
}

/**
 * A subnet's range; a placeholder from the end of its VPC's where Terraform alone can compute it.
 *
 * @param number which one of the VPC's that cannot be computed it is
 */
export function rangeOfSubnet(
  configuration: Configuration,
  subnet: Resource,
  vpcRanges: readonly string[],
  number: number,
): { readonly range?: string; readonly guessed: boolean } {
  const given = givenRange(configuration, subnet);
  if (given !== undefined || !isGiven(subnet.values["ipv6_cidr_block"]))
    return { range: given, guessed: false };
  const [first] = vpcRanges;
  return { range: first && subdivision(first, 64, 255 - number), guessed: true };
}

/** What the arguments of an instance or a network interface ask for. */
export function ipv6RequestOf(
  configuration: Configuration,
  resource: Resource,
  subnet: SubnetPart,
): Ipv6Request {
  const names = ["ipv6_addresses", "ipv6_address_list"];
  const known = names.flatMap((name) => configuration.textsIfResolvable(resource, name) ?? []);
  // What runs already gets none because its subnet now gives them.
  if (resource.deployed || known.length > 0) return { given: [...new Set(known.map(canonical))], count: 0 };
  const computed = names.some((name) => isGiven(resource.values[name])) ? 1 : undefined;
  const asked = computed ?? configuration.integer(resource, "ipv6_address_count");
  return { given: [], count: asked ?? (subnet.assignsIpv6 ? 1 : 0) };
}

/** Of what has no such arguments, such as an endpoint: an address if it is of both families. */
export function ipv6OfDualStack(
  configuration: Configuration,
  resource: Resource,
  mapping?: { readonly block: Block; readonly argument: string },
): Ipv6Request {
  const given = mapping && configuration.text(mapping.block, mapping.argument);
  if (given !== undefined) return { given: [canonical(given)], count: 0 };
  const type = configuration.textIfResolvable(resource, "ip_address_type") ?? "ipv4";
  return { given: [], count: type === "ipv4" ? 0 : 1 };
}

/** Each network interface's IPv6 addresses, by its id: those that were given, and around them placeholders. */
export function handOutIpv6Addresses({
  subnets,
  interfaceRequests,
  problems,
}: Parts): ReadonlyMap<string, readonly string[]> {
  const addresses = new Map<string, string[]>();
  const bySubnet = grouped(interfaceRequests(), ({ subnetId }) => [subnetId]);
  for (const subnet of subnets()) {
    const asking = [...(bySubnet.get(subnet.id) ?? [])].sort(bySource);
    const taken = new Set(asking.flatMap(({ ipv6 }) => ipv6?.given ?? []));
    const free = subnet.ipv6Cidr === undefined ? undefined : withoutTaken(handedOut(subnet.ipv6Cidr), taken);
    for (const { id, ipv6, resource } of asking) {
      const given = (ipv6?.given ?? []).filter((address) => {
        if (resource.deployed || (subnet.ipv6Cidr !== undefined && holds(subnet.ipv6Cidr, address)))
          return true;
        const range = subnet.ipv6Cidr ?? "which has no IPv6 range";
        problems.add(resource, {
          why: `IPv6 address ${address} is not in ${subnet.address}, ${range}`,
          may: "nothing",
        });
        return false;
      });
      const chosen = Array.from({ length: free ? (ipv6?.count ?? 0) : 0 }, () => free!.next().value!);
      if (given.length + chosen.length > 0) addresses.set(id, [...given, ...chosen]);
    }
  }
  return addresses;
}

export function* withoutTaken(
  addresses: Iterable<string>,
  taken: ReadonlySet<string>,
): Generator<string, undefined> {
  for (const address of addresses) if (!taken.has(address)) yield address;
  return undefined;
}

function canonical(address: string): string {
  return familyOf(address) === "ipv6" ? normalized(address) : address;
}

function givenRange(configuration: Configuration, resource: Resource): string | undefined {
  return configuration.rangeIfResolvable(resource, "ipv6_cidr_block");
}

/** Terraform and AWS write what is not there as null or as an empty text. */
function isGiven(value: unknown): boolean {
  return (
    value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0)
  );
}
