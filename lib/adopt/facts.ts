import { Cidr } from "../net/ranges";

/** What AWS says of a VPC, as far as it matters to a NAT in it. */
export interface VpcFacts {
  readonly region: string;
  readonly vpcId: string;
  /** Its tag `Name`. */
  readonly name?: string;
  readonly ranges: readonly VpcRange[];
  readonly ipv6Cidrs: readonly string[];
  /** Whether every instance in it is a Dedicated Instance. */
  readonly isDedicated: boolean;
  /** Whether its instances are answered by AWS's resolver. */
  readonly hasDns: boolean;
  /** The zones of its subnets, by name. */
  readonly zones: readonly ZoneFacts[];
  readonly subnets: readonly SubnetFacts[];
  readonly routeTables: readonly RouteTableFacts[];
  readonly natGateways: readonly NatGatewayFacts[];
  readonly interfaces: readonly InterfaceFacts[];
  readonly networkAcls: readonly NetworkAclFacts[];
  readonly endpoints: readonly EndpointFacts[];
  /** The region's Elastic IPs, of all VPCs. */
  readonly addresses: readonly AddressFacts[];
  /** How many Elastic IPs the account may have in the region; undefined when AWS does not say. */
  readonly addressQuota?: number;
}

export interface VpcRange {
  readonly cidr: Cidr;
  /** `associated` when it is in use; else `associating`, `disassociating`, `failing` and the like. */
  readonly state: string;
}

export interface ZoneFacts {
  /** `eu-central-1a` */
  readonly name: string;
  /** `availability-zone`, `local-zone` or `wavelength-zone`. */
  readonly type: string;
  /** Whether the NAT host's instance type can be had there. */
  readonly offersHost: boolean;
}

export interface SubnetFacts {
  readonly id: string;
  readonly name?: string;
  /** The zone's name. */
  readonly zone: string;
  /** Undefined for one of IPv6 alone. */
  readonly cidr?: Cidr;
  readonly freeAddresses: number;
  /** Whether what is launched in it gets a public address. */
  readonly mapsPublicIps: boolean;
  /** Whether it is on an Outpost. */
  readonly isOnOutpost: boolean;
  /** How VPC Block Public Access keeps it from internet gateways; undefined when it does not. */
  readonly blockMode?: "block-bidirectional" | "block-ingress";
  /** The table that it is associated with, or else the VPC's main one. */
  readonly routeTableId: string;
  /** Whether that is the main one, for want of an association. */
  readonly followsMainTable: boolean;
}

export interface RouteTableFacts {
  readonly id: string;
  readonly name?: string;
  readonly isMain: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly routes: readonly RouteFacts[];
}

export interface RouteFacts {
  /** A range, IPv4 or IPv6, or a prefix list. */
  readonly destination: string;
  /** The id of what it leads to; `local` inside the VPC, undefined when AWS names none. */
  readonly target?: string;
  /** Whether what it leads to is gone. */
  readonly isBlackhole: boolean;
  /** Whether a virtual private gateway put it there, so that nobody can change it. */
  readonly isPropagated: boolean;
}

export interface NatGatewayFacts {
  readonly id: string;
  readonly name?: string;
  /** Undefined for a regional one. */
  readonly subnetId?: string;
  /** `available` when it works. */
  readonly state: string;
  /** Whether it translates to a private address, for other networks, instead of a public one. */
  readonly isPrivate: boolean;
  readonly addresses: readonly PublicAddress[];
}

export interface PublicAddress {
  readonly publicIp: string;
  readonly allocationId?: string;
}

export interface InterfaceFacts {
  readonly id: string;
  readonly subnetId: string;
  /** AWS's `InterfaceType`, such as `interface` or `lambda`. */
  readonly type: string;
  readonly description: string;
  /** Of the instance that it is attached to. */
  readonly instanceId?: string;
  readonly publicIp?: string;
  /** Whether it is held to its own addresses, so that no NAT can be behind it. */
  readonly checksSource: boolean;
}

export interface NetworkAclFacts {
  readonly id: string;
  readonly subnetIds: readonly string[];
  /** The first that fits counts; by their numbers. */
  readonly ingress: readonly NetworkAclRuleFacts[];
  readonly egress: readonly NetworkAclRuleFacts[];
}

/** One for IPv4. */
export interface NetworkAclRuleFacts {
  readonly number: number;
  readonly allows: boolean;
  readonly cidr: Cidr;
  /** IANA's number; `-1` for all. */
  readonly protocol: string;
  /** First and last; undefined for all. */
  readonly ports?: readonly [number, number];
}

export interface EndpointFacts {
  readonly id: string;
  /** What comes behind the region in its service's name, such as `s3` or `ssmmessages`. */
  readonly service: string;
  readonly isGateway: boolean;
  /** Of a gateway endpoint: the tables that lead to it. */
  readonly routeTableIds: readonly string[];
}

export interface AddressFacts {
  readonly publicIp: string;
  readonly allocationId?: string;
  readonly name?: string;
  /** Of the interface that has it; undefined for one that is free. */
  readonly networkInterfaceId?: string;
  readonly isFree: boolean;
}
