import { addressAt, familyOf, handedOut, holds, usableAddresses } from "../net/ranges";
import { ReadError, Resource, bySource } from "../terraform-json/stack";
import { grouped } from "../tools/grouped";
import { element, idOf, known, withId } from "./elements";
import { isRegional } from "./gateways";
import { instanceWith, primaryInterfaceId } from "./instances";
import { withoutTaken } from "./ipv6";
import { elasticIpsOfLoadBalancers, isInternal } from "./load-balancers";
import { ElasticIp } from "./model";
import { Parts, SubnetPart } from "./parts";

/**
 * Each network interface's private address, by its id: those that were given, and around them placeholders from the
 * subnet's first. One that cannot have an address is noted and has none.
 */
export function handOutPrivateAddresses({
  subnets,
  interfaceRequests,
  problems,
}: Parts): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  const bySubnet = grouped(interfaceRequests(), ({ subnetId }) => [subnetId]);
  for (const subnet of subnets()) {
    const inSubnet = [...(bySubnet.get(subnet.id) ?? [])].sort(bySource);
    const taken = new Set<string>();
    for (const { id, privateIp, resource } of inSubnet) {
      if (privateIp === undefined) continue;
      const problem = problemOf(privateIp, subnet) ?? (taken.has(privateIp) ? "is given twice" : undefined);
      // What a state has is what AWS answered.
      if (problem && !resource.deployed) {
        problems.add(resource, { why: `private address ${privateIp} ${problem}`, may: "nothing" });
        continue;
      }
      taken.add(privateIp);
      addresses.set(id, privateIp);
    }
    const free = withoutTaken(handedOut(subnet.cidr), taken);
    for (const { id, privateIp, resource } of inSubnet) {
      if (privateIp !== undefined) continue;
      const { value } = free.next();
      if (value !== undefined) {
        addresses.set(id, value);
        continue;
      }
      const most = Math.max(0, usableAddresses(subnet.cidr));
      const why = `${subnet.address}, ${subnet.cidr}, is too small: ${inSubnet.length} addresses are needed, and AWS hands out ${most} of it`;
      problems.add(resource, { why, may: "nothing" });
    }
  }
  return addresses;
}

function problemOf(address: string, { address: subnet, cidr }: SubnetPart): string | undefined {
  if (familyOf(address) !== "ipv4" || !holds(cidr, address)) return `is not in ${subnet}, ${cidr}`;
  const kept = [...[0n, 1n, 2n, 3n].map((index) => addressAt(cidr, index)), addressAt(cidr, -1n)];
  return kept.includes(address) ? `is one of the five that AWS keeps of ${cidr}` : undefined;
}

/** Ranges that are for documentation (RFC 5737): nobody's real address is among them. */
const RANGES = ["203.0.113.0/24", "198.51.100.0/24"];

/**
 * The public addresses that AWS chooses: those of network interfaces at launch, by the interface's id, whose place an
 * Elastic IP takes, and those of regional NAT gateways and of load balancers.
 */
export function automaticAddresses(parts: Parts): ReadonlyMap<string, string> {
  const { configuration, problems, subnets, interfaceRequests, elasticAddresses } = parts;
  const addresses = new Map<string, string>();
  const elastic = new Set(interfacesOfElasticIps(parts).values());
  let next = elasticAddresses().size;
  for (const { id, subnetId, resource } of interfaceRequests()) {
    if (elastic.has(id)) continue;
    problems.attempt(resource, () => {
      // Only an interface that comes with its instance gets one.
      if (resource.type === "aws_network_interface" && resource.data) {
        const [association] = configuration.blocks(resource, "association");
        const given = association && configuration.text(association, "public_ip");
        if (given !== undefined) addresses.set(id, given);
      }
      if (resource.type !== "aws_instance") return;
      if (resource.deployed) {
        const given = configuration.text(resource, "public_ip");
        if (given !== undefined) addresses.set(id, given);
        return;
      }
      const bySubnet = withId(subnets(), subnetId)!.mapPublicIpOnLaunch;
      if (configuration.flag(resource, "associate_public_ip_address") ?? bySubnet) {
        addresses.set(id, publicPlaceholder(next++, resource));
      }
    });
  }
  problems.each(configuration.ofType("aws_nat_gateway"), (gateway) => {
    if (gateway.deployed || !isRegional(configuration, gateway)) return [];
    const given = configuration.blocks(gateway, "availability_zone_address");
    if (given.length === 0) addresses.set(idOf(gateway), publicPlaceholder(next++, gateway));
    return [];
  });
  for (const { id, resource } of interfaceRequests()) {
    if (resource.type !== "aws_lb" || elastic.has(id)) continue;
    problems.attempt(resource, () => {
      if (!isInternal(configuration, resource)) addresses.set(id, publicPlaceholder(next++, resource));
    });
  }
  return addresses;
}

/** The public address of each Elastic IP, by its id. */
export function elasticAddresses({ configuration, problems }: Parts): ReadonlyMap<string, string> {
  let next = 0;
  return new Map(
    problems.each(configuration.ofType("aws_eip"), (resource) => {
      const known = resource.deployed ? configuration.required(resource, "public_ip") : undefined;
      return [[idOf(resource), known ?? publicPlaceholder(next++, resource)]];
    }),
  );
}

export function readElasticIps(parts: Parts): ElasticIp[] {
  const { configuration, elasticAddresses } = parts;
  const interfaces = interfacesOfElasticIps(parts);
  return configuration.ofType("aws_eip").flatMap((resource) => {
    const publicIp = elasticAddresses().get(idOf(resource));
    if (publicIp === undefined) return [];
    const networkInterfaceId = interfaces.get(idOf(resource));
    return [
      { ...element(resource), publicIp, ...(networkInterfaceId !== undefined && { networkInterfaceId }) },
    ];
  });
}

/** The network interface that each Elastic IP is associated with, by the Elastic IP's id. */
function interfacesOfElasticIps(parts: Parts): ReadonlyMap<string, string> {
  const { configuration, problems } = parts;
  const interfaces = new Map(elasticIpsOfLoadBalancers(parts));
  problems.each(configuration.ofType("aws_eip"), (resource) => {
    const [instance, network] = resource.data
      ? (["instance_id", "network_interface_id"] as const)
      : (["instance", "network_interface"] as const);
    const id = associatedInterface(parts, resource, instance, network);
    if (id !== undefined) interfaces.set(idOf(resource), id);
    return [];
  });
  problems.each(configuration.ofType("aws_eip_association"), (association) => {
    const elasticIp = associatedAddress(parts, association);
    const id = associatedInterface(parts, association, "instance_id", "network_interface_id");
    if (id !== undefined) interfaces.set(elasticIp, id);
    return [];
  });
  return interfaces;
}

/** The id of the Elastic IP that an association names, by its id or by its address. */
function associatedAddress({ configuration, elasticAddresses }: Parts, association: Resource): string {
  const elasticIps = configuration.ofType("aws_eip").map((resource) => element(resource));
  const publicIp = configuration.text(association, "public_ip");
  const byAddress = elasticIps.find(({ id }) => elasticAddresses().get(id) === publicIp)?.id;
  const id = configuration.text(association, "allocation_id") ?? byAddress ?? `address ${publicIp}`;
  return known(elasticIps, id, association, "allocation_id").id;
}

/** The network interface that a resource names, or the first of the instance that it names. */
function associatedInterface(
  { configuration, interfaceRequests }: Parts,
  resource: Resource,
  instanceArgument: string,
  interfaceArgument: string,
): string | undefined {
  const id = configuration.text(resource, interfaceArgument);
  // In a state, it may belong to something that AWS made, such as a NAT gateway.
  if (id !== undefined && resource.deployed) return withId(interfaceRequests(), id)?.id;
  if (id !== undefined) return known(interfaceRequests(), id, resource, interfaceArgument).id;
  const instanceId = configuration.text(resource, instanceArgument);
  if (instanceId === undefined) return undefined;
  const instance = instanceWith(configuration, instanceId);
  if (instance) return primaryInterfaceId(configuration, instance);
  if (resource.deployed) return undefined;
  throw new ReadError(resource, `its ${instanceArgument}, ${instanceId}, is not part of what was read`);
}

/** The placeholders for public addresses, in the order in which they are handed out. */
function publicPlaceholder(index: number, resource: Resource): string {
  const range = RANGES[Math.floor(index / 254)];
  if (range === undefined)
    throw new ReadError(resource, "there are no more placeholders for public addresses");
  return addressAt(range, BigInt((index % 254) + 1));
}
