import { Gateway, Instance, Subnet, Topology } from "../topology/model";
import { existsAlready } from "../topology/existing";
import { natHosts, privateSubnets } from "../topology/roles";

/** What AWS bills in a network, by what it is for. */
export interface Inventory {
  readonly zones: number;
  /** The instances that a route leads to. */
  readonly natInstances: readonly Machine[];
  /** Those that forward, and that no route leads to. */
  readonly standbyInstances: readonly Machine[];
  /** Those that a route leads to. */
  readonly natGateways: readonly NatGateway[];
  readonly standbyGateways: readonly NatGateway[];
  /** Whether what speaks IPv6 goes out by an egress-only internet gateway, past every NAT. */
  readonly ipv6: boolean;
  readonly otherMachines: readonly Machine[];
  /** Addresses that belong to nothing else that is here. */
  readonly otherAddresses: number;
  readonly endpoints: readonly InZones[];
  readonly loadBalancers: readonly (InZones & { readonly addresses: number })[];
  readonly alarms: number;
  readonly ownMetrics: number;
}

export interface Machine {
  readonly name: string;
  readonly type?: string;
  readonly disk?: Instance["disk"];
  readonly spot?: true;
  /** Whether CPU time above the baseline is billed. */
  readonly surplusCredits: boolean;
  readonly addresses: number;
}

export interface NatGateway {
  readonly regional: boolean;
  /** It is billed in each: one for a zonal gateway. */
  readonly zones: number;
  readonly addresses: number;
}

/** An interface endpoint, or a load balancer. */
export interface InZones {
  readonly name: string;
  readonly zones: number;
}

export function inventoryOf(topology: Topology): Inventory {
  const hosts = natHosts(topology);
  const standby = topology.instances.filter((one) => !hosts.includes(one) && forwards(one, topology));
  const others = topology.instances.filter((one) => !hosts.includes(one) && !standby.includes(one));
  const machines = (instances: readonly Instance[]) => instances.map((each) => machine(each, topology));
  const targets = new Set(
    topology.routeTables.flatMap(({ routes }) => routes.map(({ target }) => target.id)),
  );
  // What was there before is its owners' to pay.
  const gateways = topology.gateways.filter((each) => each.kind === "nat-gateway" && !existsAlready(each));
  const natGateways = (inUse: boolean) =>
    gateways.filter(({ id }) => targets.has(id) === inUse).map((gateway) => natGateway(gateway, topology));
  return {
    zones: Math.max(1, zonesOf(topology.subnets).size),
    natInstances: machines(hosts),
    standbyInstances: machines(standby),
    natGateways: natGateways(true),
    standbyGateways: natGateways(false),
    ipv6: topology.gateways.some(({ kind, id }) => kind === "egress-only-gateway" && targets.has(id)),
    otherMachines: machines(others),
    otherAddresses: otherAddresses(topology),
    endpoints: topology.endpoints
      .filter(({ kind }) => kind === "interface")
      .map((endpoint) => ({ name: endpoint.name, zones: zonesIn(endpoint, topology) })),
    loadBalancers: topology.loadBalancers.map((balancer) => ({
      name: balancer.name,
      zones: zonesIn(balancer, topology),
      addresses: addressesOf(balancer.networkInterfaceIds, topology),
    })),
    alarms: topology.alarms ?? 0,
    ownMetrics: topology.ownMetrics ?? 0,
  };
}

/** Whether it may take what others in a private subnet send to it, as a NAT host that no route leads to yet. */
function forwards({ id }: Instance, topology: Topology): boolean {
  const inside = new Set(privateSubnets(topology).map((subnet) => subnet.id));
  return topology.networkInterfaces.some(
    ({ instanceId, subnetId, sourceDestCheck }) =>
      instanceId === id && !sourceDestCheck && inside.has(subnetId),
  );
}

export function ofKind(gateways: readonly NatGateway[], kind: "zonal" | "regional"): NatGateway[] {
  return gateways.filter(({ regional }) => regional === (kind === "regional"));
}

/** A regional one is in the zones of its VPC, with an address in each, unless it is told more or AWS says so. */
function natGateway(
  { availability, zones, vpcId, publicIps = [] }: Gateway,
  { subnets }: Topology,
): NatGateway {
  if (availability !== "regional") return { regional: false, zones: 1, addresses: publicIps.length };
  const count =
    zones?.length ?? Math.max(1, zonesOf(subnets.filter((subnet) => subnet.vpcId === vpcId)).size);
  return { regional: true, zones: count, addresses: Math.max(count, publicIps.length) };
}

function machine(instance: Instance, topology: Topology): Machine {
  return {
    name: instance.name,
    type: instance.instanceType,
    disk: instance.disk,
    spot: instance.spot,
    surplusCredits: creditMode(instance) === "unlimited",
    addresses: addressesOf(instance.networkInterfaceIds, topology),
  };
}

/**
 * Without a choice T3, T3a and T4g launch as unlimited and T2 as standard (EC2 user guide, "Burstable performance").
 */
function creditMode({ instanceType = "", creditMode }: Instance): Instance["creditMode"] {
  if (!/^t\d/.test(instanceType)) return undefined;
  return creditMode ?? (instanceType.startsWith("t2.") ? "standard" : "unlimited");
}

function otherAddresses({ elasticIps, gateways, networkInterfaces, loadBalancers }: Topology): number {
  const ofLoadBalancers = new Set(loadBalancers.flatMap(({ networkInterfaceIds }) => networkInterfaceIds));
  const counted = networkInterfaces.filter(({ id, instanceId }) => instanceId || ofLoadBalancers.has(id));
  const known = new Set([...publicIps(counted), ...gateways.flatMap(({ publicIps = [] }) => publicIps)]);
  const all = publicIps([...networkInterfaces, ...elasticIps]);
  return [...all].filter((address) => !known.has(address)).length;
}

function addressesOf(ids: readonly string[], { networkInterfaces }: Topology): number {
  return publicIps(networkInterfaces.filter(({ id }) => ids.includes(id))).size;
}

function publicIps(holders: readonly { readonly publicIp?: string }[]): Set<string> {
  return new Set(holders.flatMap(({ publicIp }) => publicIp ?? []));
}

/** The zones that something has network interfaces in. */
function zonesIn(
  { networkInterfaceIds }: { readonly networkInterfaceIds: readonly string[] },
  { networkInterfaces, subnets }: Topology,
): number {
  const own = networkInterfaces.filter(({ id }) => networkInterfaceIds.includes(id));
  const itsSubnets = subnets.filter(({ id }) => own.some(({ subnetId }) => subnetId === id));
  return zonesOf(itsSubnets).size || networkInterfaceIds.length;
}

/** Subnets whose zone AWS chooses count as one. */
function zonesOf(subnets: readonly Subnet[]): Set<string | undefined> {
  return new Set(subnets.map(({ zone }) => zone));
}
