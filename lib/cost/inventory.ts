import { Endpoint, Instance, NetworkInterface, Subnet, Topology } from "../topology/model";

/** What AWS bills in a network, by what it is for. */
export interface Inventory {
  readonly zones: number;
  /** The instances that a route leads to. */
  readonly natInstances: readonly Machine[];
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
  const hosts = new Set(natInstanceIds(topology));
  const machines = (wanted: (id: string) => boolean) =>
    topology.instances.filter(({ id }) => wanted(id)).map((instance) => machine(instance, topology));
  return {
    zones: Math.max(1, zonesOf(topology.subnets).size),
    natInstances: machines((id) => hosts.has(id)),
    natGateways: topology.gateways.filter(({ kind }) => kind === "nat-gateway").length,
    otherMachines: machines((id) => !hosts.has(id)),
    otherAddresses: otherAddresses(topology),
    endpoints: topology.endpoints
      .filter(({ kind }) => kind === "interface")
      .map((endpoint) => ({ name: endpoint.name, zones: zonesOfEndpoint(endpoint, topology) })),
    alarms: topology.notUnderstood.filter(({ address }) => address.startsWith("aws_cloudwatch_metric_alarm."))
      .length,
  };
}

function natInstanceIds({ routeTables, networkInterfaces }: Topology): (string | undefined)[] {
  const targets = routeTables.flatMap(({ routes }) => routes.map(({ target }) => target));
  const cards = new Set(targets.filter(({ kind }) => kind === "network-interface").map(({ id }) => id));
  return networkInterfaces.filter(({ id }) => cards.has(id)).map(({ instanceId }) => instanceId);
}

function machine(instance: Instance, { networkInterfaces }: Topology): Machine {
  return {
    name: instance.name,
    type: instance.instanceType,
    disk: instance.disk,
    surplusCredits: creditMode(instance) === "unlimited",
    addresses: publicIps(networkInterfaces.filter(({ instanceId }) => instanceId === instance.id)).size,
  };
}

/** Without a choice T3, T3a and T4g launch as unlimited and T2 as standard (EC2 user guide, "Burstable performance"). */
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
  const cards = topology.networkInterfaces.filter(({ id }) => networkInterfaceIds.includes(id));
  return zonesOf(topology.subnets.filter(({ id }) => isIn(cards, id))).size || networkInterfaceIds.length;
}

function isIn(cards: readonly NetworkInterface[], subnetId: string): boolean {
  return cards.some((card) => card.subnetId === subnetId);
}

/** Subnets whose zone AWS chooses count as one. */
function zonesOf(subnets: readonly Subnet[]): Set<string | undefined> {
  return new Set(subnets.map(({ zone }) => zone));
}
