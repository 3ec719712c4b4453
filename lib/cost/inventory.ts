import { Endpoint, Instance, NetworkInterface, Subnet, Topology } from "../topology/model";
import { natHosts } from "../topology/roles";

/** What AWS bills in a network, by what it is for. */
export interface Inventory {
  readonly zones: number;
  /** The instances that a route leads to. */
  readonly natInstances: readonly Machine[];
  /** A regional one counts once for each of its zones. */
  readonly natGateways: number;
  readonly otherMachines: readonly Machine[];
  /** Addresses that belong to no instance and no NAT gateway. */
  readonly otherAddresses: number;
  readonly endpoints: readonly InterfaceEndpoint[];
  readonly alarms: number;
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

export interface InterfaceEndpoint {
  readonly name: string;
  /** It is billed in each. */
  readonly zones: number;
}

export function inventoryOf(topology: Topology): Inventory {
  const hosts = new Set(natHosts(topology).map(({ id }) => id));
  const machines = (wanted: (id: string) => boolean) =>
    topology.instances.filter(({ id }) => wanted(id)).map((instance) => machine(instance, topology));
  return {
    zones: Math.max(1, zonesOf(topology.subnets).size),
    natInstances: machines((id) => hosts.has(id)),
    natGateways: natGatewaysOf(topology),
    otherMachines: machines((id) => !hosts.has(id)),
    otherAddresses: otherAddresses(topology),
    endpoints: topology.endpoints
      .filter(({ kind }) => kind === "interface")
      .map((endpoint) => ({ name: endpoint.name, zones: zonesOfEndpoint(endpoint, topology) })),
    alarms: topology.alarms ?? 0,
  };
}

/** A regional NAT gateway is billed in each of its zones, as one zonal gateway in each would be. */
function natGatewaysOf({ gateways, subnets }: Topology): number {
  return gateways
    .filter(({ kind }) => kind === "nat-gateway")
    .map(({ availability, zones, vpcId }) =>
      availability === "regional"
        ? (zones?.length ?? Math.max(1, zonesOf(subnets.filter((subnet) => subnet.vpcId === vpcId)).size))
        : 1,
    )
    .reduce((sum, count) => sum + count, 0);
}

function machine(instance: Instance, { networkInterfaces }: Topology): Machine {
  return {
    name: instance.name,
    type: instance.instanceType,
    disk: instance.disk,
    spot: instance.spot,
    surplusCredits: creditMode(instance) === "unlimited",
    addresses: publicIps(networkInterfaces.filter(({ instanceId }) => instanceId === instance.id)).size,
  };
}

/**
 * Without a choice T3, T3a and T4g launch as unlimited and T2 as standard (EC2 user guide, "Burstable performance").
 */
function creditMode({ instanceType = "", creditMode }: Instance): Instance["creditMode"] {
  if (!/^t\d/.test(instanceType)) return undefined;
  return creditMode ?? (instanceType.startsWith("t2.") ? "standard" : "unlimited");
}

function otherAddresses({ elasticIps, gateways, networkInterfaces }: Topology): number {
  const known = publicIps([...networkInterfaces.filter(({ instanceId }) => instanceId), ...gateways]);
  const all = publicIps([...networkInterfaces, ...elasticIps]);
  return [...all].filter((address) => !known.has(address)).length;
}

function publicIps(holders: readonly { readonly publicIp?: string }[]): Set<string> {
  return new Set(holders.flatMap(({ publicIp }) => publicIp ?? []));
}

function zonesOfEndpoint({ networkInterfaceIds }: Endpoint, topology: Topology): number {
  const networkInterfaces = topology.networkInterfaces.filter(({ id }) => networkInterfaceIds.includes(id));
  return (
    zonesOf(topology.subnets.filter(({ id }) => isIn(networkInterfaces, id))).size ||
    networkInterfaceIds.length
  );
}

function isIn(networkInterfaces: readonly NetworkInterface[], subnetId: string): boolean {
  return networkInterfaces.some((networkInterface) => networkInterface.subnetId === subnetId);
}

/** Subnets whose zone AWS chooses count as one. */
function zonesOf(subnets: readonly Subnet[]): Set<string | undefined> {
  return new Set(subnets.map(({ zone }) => zone));
}
