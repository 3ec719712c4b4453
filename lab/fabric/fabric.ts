import { Address4 } from "ip-address";
import { NetworkInterface, Subnet, Topology, Vpc } from "../../lib/topology";

/** A network interface as the lab builds it: a cable from its host to the VPC's router. */
export interface FabricInterface {
  readonly id: string;
  readonly name: string;
  /** The router's end of the cable. */
  readonly link: string;
  /** The namespace that the other end is in. */
  readonly host: string;
  /** Its number on that host. */
  readonly index: number;
  readonly macAddress: string;
  readonly privateIp: string;
  readonly publicIp?: string;
  readonly subnet: Subnet;
  readonly sourceDestCheck: boolean;
  /** Undefined for a NAT gateway's, which no security group guards. */
  readonly securityGroupIds?: readonly string[];
}

/** What is behind the network interfaces: a machine that boots, a host of the lab's own, or AWS's own NAT gateway. */
export type HostKind = "machine" | "plain" | "nat-gateway";

export interface Host {
  /** Its namespace. */
  readonly name: string;
  /** AWS's id of the instance, endpoint or gateway. */
  readonly id: string;
  readonly kind: HostKind;
  /** Whether a route leads to it although it has no user data: it is taken to translate. */
  readonly translates: boolean;
  readonly networkInterfaces: readonly FabricInterface[];
}

/** A VPC's part of the lab. */
export interface FabricVpc {
  readonly vpc: Vpc;
  /** The namespace of its router. */
  readonly router: string;
  /** Its number among the VPCs, from 0. */
  readonly index: number;
  readonly hasInternetGateway: boolean;
  readonly subnets: readonly Subnet[];
  readonly networkInterfaces: readonly FabricInterface[];
}

/** The whole lab on paper: what is made of a topology before anything is made. */
export interface Fabric {
  readonly topology: Topology;
  readonly vpcs: readonly FabricVpc[];
  readonly hosts: readonly Host[];
}

/** The name of the router's end of the cable to the internet. */
export const INTERNET_GATEWAY = "igw";

/** The longest name that Linux gives a network device (IFNAMSIZ, less its end). */
const DEVICE_NAME = 15;

/**
 * The parts that a lab for `topology` consists of. Network interfaces that are attached to nothing are not among them.
 */
export function planFabric(topology: Topology): Fabric {
  const hosts = [...instances(topology), ...endpoints(topology), ...natGateways(topology)];
  const networkInterfaces = hosts.flatMap((host) => host.networkInterfaces);
  const vpcs = topology.vpcs.map((vpc, index) => ({
    vpc,
    router: `aws-${vpc.name}`,
    index,
    hasInternetGateway: topology.gateways.some(
      ({ kind, vpcId }) => kind === "internet-gateway" && vpcId === vpc.id,
    ),
    subnets: topology.subnets.filter(({ vpcId }) => vpcId === vpc.id),
    networkInterfaces: networkInterfaces.filter(({ subnet }) => subnet.vpcId === vpc.id),
  }));
  return { topology, vpcs, hosts };
}

/** The address of a subnet's router, its second (VPC user guide, "Subnet CIDR blocks"). */
export function routerOf({ cidr }: Pick<Subnet, "cidr">): string {
  return nth(cidr, 1n);
}

/** The address of Amazon's resolver, the third of the VPC's range (VPC user guide, "Amazon DNS"). */
export function resolverOf({ cidr }: Pick<Vpc, "cidr">): string {
  return nth(cidr, 2n);
}

export function prefixLength({ cidr }: Pick<Subnet, "cidr">): number {
  return new Address4(cidr).subnetMask;
}

function nth(cidr: string, offset: bigint): string {
  return Address4.fromBigInt(new Address4(cidr).startAddress().bigInt() + offset).correctForm();
}

function instances(topology: Topology): Host[] {
  const targets = new Set(
    topology.routeTables.flatMap(({ routes }) =>
      routes.flatMap(({ target }) => (target.kind === "network-interface" ? [target.id] : [])),
    ),
  );
  return topology.instances.map(({ id, name, networkInterfaceIds, userData }) => ({
    name,
    id,
    kind: userData === undefined ? "plain" : "machine",
    translates: userData === undefined && networkInterfaceIds.some((interfaceId) => targets.has(interfaceId)),
    networkInterfaces: networkInterfaceIds.map((interfaceId) =>
      networkInterface(topology, findInterface(topology, interfaceId), name),
    ),
  }));
}

/** Each network interface of an endpoint is a host of its own. */
function endpoints(topology: Topology): Host[] {
  return topology.endpoints.flatMap(({ networkInterfaceIds }) =>
    networkInterfaceIds.map((interfaceId): Host => {
      const own = findInterface(topology, interfaceId);
      return {
        name: own.name,
        id: own.id,
        kind: "plain",
        translates: false,
        networkInterfaces: [networkInterface(topology, own, own.name)],
      };
    }),
  );
}

function natGateways(topology: Topology): Host[] {
  return topology.gateways.flatMap(({ kind, id, name, subnetId, privateIp, publicIp }) => {
    if (kind !== "nat-gateway" || subnetId === undefined || privateIp === undefined) return [];
    const own: FabricInterface = {
      ...{ id, name, privateIp, publicIp, link: linkOf(id), host: name, index: 0 },
      macAddress: `02:ff:${privateIp.split(".").map(octet).join(":")}`,
      subnet: topology.subnets.find((subnet) => subnet.id === subnetId)!,
      sourceDestCheck: false,
    };
    return [{ name, id, kind: "nat-gateway" as const, translates: true, networkInterfaces: [own] }];
  });
}

function networkInterface(topology: Topology, from: NetworkInterface, host: string): FabricInterface {
  const { id, name, macAddress, privateIp, publicIp, sourceDestCheck, securityGroupIds } = from;
  return {
    ...{ id, name, host, macAddress, privateIp, publicIp, sourceDestCheck, securityGroupIds },
    link: linkOf(id),
    index: from.deviceIndex ?? 0,
    subnet: topology.subnets.find((subnet) => subnet.id === from.subnetId)!,
  };
}

function findInterface({ networkInterfaces }: Topology, id: string): NetworkInterface {
  return networkInterfaces.find((candidate) => candidate.id === id)!;
}

function linkOf(id: string): string {
  return id.slice(0, DEVICE_NAME);
}

function octet(decimal: string): string {
  return Number(decimal).toString(16).padStart(2, "0");
}
