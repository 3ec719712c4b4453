import { addressAt } from "../../lib/net/ranges";
import { Subnet, Topology, Vpc } from "../../lib/topology";

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
  readonly ipv6Addresses?: readonly string[];
  readonly subnet: Subnet;
  readonly sourceDestCheck: boolean;
  /** Undefined where no security group guards: at a NAT gateway's, and at a load balancer's that has none. */
  readonly securityGroupIds?: readonly string[];
  /** Whether it is a load balancer's: replies to what it passed on come back to it, whatever the routes say. */
  readonly balances?: true;
}

/** What is behind the network interfaces: a machine that boots, a host of the lab's own, or one of AWS's own. */
export type HostKind = "machine" | "plain" | "nat-gateway" | "load-balancer";

export interface Host {
  /** Its namespace. */
  readonly name: string;
  /** AWS's id of the instance, endpoint or gateway. */
  readonly id: string;
  readonly kind: HostKind;
  /** Whether a route leads to it although it has no user data: it is taken to translate. */
  readonly translates: boolean;
  readonly networkInterfaces: readonly FabricInterface[];
  /** The ports at which load balancers take it for a target, such as `tcp:8443`. */
  readonly serves?: readonly string[];
  /** Of a load balancer: what it passes on. */
  readonly forwards?: readonly Forward[];
}

/** What connects to a port is passed on to one of the targets. */
export interface Forward {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  readonly preservesClientIp: boolean;
  readonly targets: readonly Target[];
}

export interface Target {
  readonly address: string;
  readonly port: number;
  /** The TCP port at which it has to answer, or it gets nothing. */
  readonly healthCheckPort: number;
}

/** A VPC's part of the lab. */
export interface FabricVpc {
  readonly vpc: Vpc;
  /** The namespace of its router. */
  readonly router: string;
  /** Its number among the VPCs, from 0. */
  readonly index: number;
  readonly hasInternetGateway: boolean;
  readonly hasEgressOnlyGateway: boolean;
  readonly subnets: readonly Subnet[];
  readonly networkInterfaces: readonly FabricInterface[];
}

/** The whole lab on paper: what is made of a topology before anything is made. */
export interface Fabric {
  readonly topology: Topology;
  readonly vpcs: readonly FabricVpc[];
  readonly hosts: readonly Host[];
}

/** The names of the router's ends of its cables to the internet. */
export const INTERNET_GATEWAY = "igw";
export const EGRESS_ONLY_GATEWAY = "eigw";

/** The address of a subnet's router, its second (VPC user guide, "Subnet CIDR blocks"). */
export function routerOf({ cidr }: Pick<Subnet, "cidr">): string {
  return addressAt(cidr, 1n);
}

/** The router's address on every cable that carries IPv6, by which hosts send what is for elsewhere. */
export const ROUTER_IPV6 = "fe80::1";

/** The address of Amazon's resolver, the third of the VPC's range (VPC user guide, "Amazon DNS"). */
export function resolverOf({ cidr }: Pick<Vpc, "cidr">): string {
  return addressAt(cidr, 2n);
}
