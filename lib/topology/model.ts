import { Source } from "../terraform-json/stack";

export type { Source };

/**
 * A network as synthesized JSON or a state describes it, every reference resolved.
 *
 * What AWS decides at deployment (ids, addresses) has deterministic placeholders unless it was read from a state.
 */
export interface Topology {
  readonly region?: string;
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly routeTables: readonly RouteTable[];
  readonly networkAcls: readonly NetworkAcl[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly networkInterfaces: readonly NetworkInterface[];
  readonly instances: readonly Instance[];
  readonly gateways: readonly Gateway[];
  readonly endpoints: readonly Endpoint[];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly elasticIps: readonly ElasticIp[];
  /** What is done when a NAT host is lost. @default - nothing */
  readonly failovers?: readonly Failover[];
  /** How many CloudWatch alarms there are: they are no part of the network, and have a price. @default 0 */
  readonly alarms?: number;
  /** How many metrics of their own NAT hosts send with their heartbeats. They have a price too. @default 0 */
  readonly ownMetrics?: number;
  /** What was read and is not in the model, each once. A verdict that hangs on one of these is not decided. */
  readonly notUnderstood: readonly NotUnderstood[];
}

/** Something that was read and is not in the model: a resource, a module's call, or a rule or route of a resource. */
export interface NotUnderstood extends Source {
  /** In a few words that follow the address: `routes to the prefix list pl-63a5400a, whose ranges were not read`. */
  readonly why: string;
  /** The ids of the elements whose part in a packet's way it may change; `"anything"` when it does not say which. */
  readonly touches: readonly string[] | "anything";
  /**
   * What it may do to a packet there: let one through that the model stops (`open`), stop one that the model lets
   * through (`close`), either, or nothing, such as a load balancer, which is only one more place to reach.
   */
  readonly may: "open" | "close" | "either" | "nothing";
}

/** Anything that has an id in AWS. */
export interface Element extends Source {
  /** AWS's id, or a placeholder that looks like one and never changes for the same stack and address. */
  readonly id: string;
  /** What people call it: the address without its type, `nat_b`, with dashes for underscores: `nat-b`. */
  readonly name: string;
}

export interface Vpc extends Element {
  /** The IPv4 range that it was made with. */
  readonly cidr: string;
  /** All its IPv4 ranges: that one first, then those that were associated with it later. */
  readonly cidrs: readonly string[];
  /** Its IPv6 ranges; undefined for IPv4 alone. */
  readonly ipv6Cidrs?: readonly string[];
  readonly mainRouteTableId: string;
}

export interface Subnet extends Element {
  readonly vpcId: string;
  readonly zone?: string;
  readonly cidr: string;
  /** Whether that is a placeholder: the subnet exists already, and its range was not read. */
  readonly unreadCidr?: true;
  /** Undefined for IPv4 alone. */
  readonly ipv6Cidr?: string;
  readonly mapPublicIpOnLaunch: boolean;
  /** The table that rules it: its own association's, or the VPC's main one. */
  readonly routeTableId: string;
  /** Its own, or the VPC's default one. */
  readonly networkAclId: string;
}

export interface RouteTable extends Element {
  readonly vpcId: string;
  readonly main: boolean;
  /** Its routes without the VPC's local one, which every table has. */
  readonly routes: readonly Route[];
}

export interface Route extends Source {
  /** A range, IPv4 or IPv6; or the id of a prefix list whose ranges were not read. */
  readonly destination: string;
  readonly target: RouteTarget;
  /** The prefix list that the destination is an entry of. */
  readonly prefixListId?: string;
  /** The NAT host that is gone and that it leads to otherwise, by its name: a failover has led it elsewhere. */
  readonly onFailoverOf?: string;
}

export type RouteTarget =
  | { readonly kind: "network-interface"; readonly id: string }
  | {
      readonly kind: "internet-gateway" | "nat-gateway" | "egress-only-gateway" | "vpc-endpoint";
      readonly id: string;
    }
  /** The VPC itself: a route that stands for the local one of a smaller range. */
  | { readonly kind: "local"; readonly id: "local" }
  /** Of a kind that the model does not follow, such as a peering connection; `what` names the kind. */
  | { readonly kind: "other"; readonly id: string; readonly what: string }
  /** Of a kind that the model follows, but it was not read; `what` names the kind: `NAT gateway`. */
  | { readonly kind: "unknown"; readonly id: string; readonly what: string };

/** What is done when a NAT host is lost: default routes that lead to it are led elsewhere. */
export interface Failover extends Source {
  /** The network interface to which they lead otherwise. */
  readonly networkInterfaceId: string;
  /** The tables whose routes may be led elsewhere. */
  readonly routeTableIds: readonly string[];
  /** Where they may lead, the first that is well. */
  readonly others: readonly RouteTarget[];
}

/** Protocol and ports, as rules of security groups and of network ACLs have them. */
export type Service =
  | { readonly protocol: "all" }
  /** Both inclusive; both undefined for every port. */
  | { readonly protocol: "tcp" | "udp"; readonly fromPort?: number; readonly toPort?: number }
  /** Undefined for every type, and for every code. A ping is type 8, code 0. */
  | { readonly protocol: "icmp" | "icmpv6"; readonly type?: number; readonly code?: number }
  /** One that is none of these, by its number at IANA, such as 50 for ESP. */
  | { readonly protocol: "other"; readonly number: number };

/** Whom a security group's rule lets in or out. */
export type Peer =
  | { readonly kind: "cidr"; readonly cidr: string }
  | { readonly kind: "security-group"; readonly id: string }
  /** `cidrs` are its entries; undefined when they were not read. */
  | { readonly kind: "prefix-list"; readonly id: string; readonly cidrs?: readonly string[] };

export interface SecurityGroup extends Element {
  readonly vpcId: string;
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
}

export type SecurityGroupRule = Source & Service & { readonly peer: Peer };

/** The stateless rules of subnets. Every VPC has a default one, which lets everything through unless it was changed. */
export interface NetworkAcl extends Element {
  readonly vpcId: string;
  readonly default: boolean;
  /** By their numbers: the first that fits a packet decides, and when none does, it is dropped. */
  readonly ingress: readonly NetworkAclRule[];
  readonly egress: readonly NetworkAclRule[];
}

export type NetworkAclRule = Source &
  Service & {
    readonly number: number;
    readonly action: "allow" | "deny";
    readonly cidr: string;
  };

export interface NetworkInterface extends Element {
  readonly subnetId: string;
  readonly privateIp: string;
  readonly macAddress: string;
  readonly sourceDestCheck: boolean;
  readonly securityGroupIds: readonly string[];
  /** The instance that it is attached to. */
  readonly instanceId?: string;
  /** Its number on that instance, 0 for the first. */
  readonly deviceIndex?: number;
  /**
   * An instance that was not read and that it is attached to, `i-…`; or what may start one that takes it,
   * `aws_autoscaling_group.nat`.
   */
  readonly unknownInstance?: string;
  /** That the instance it was attached to is gone, and what follows: `nat-b is gone, and nothing takes its place`. */
  readonly gone?: string;
  /** The public address that the internet gateway translates it to and from. */
  readonly publicIp?: string;
  /** Its IPv6 addresses, which are public ones; undefined for IPv4 alone. */
  readonly ipv6Addresses?: readonly string[];
}

export interface Instance extends Element {
  readonly instanceType?: string;
  /** Its network interfaces by device index. */
  readonly networkInterfaceIds: readonly string[];
  /** Its root disk; undefined when neither the files nor a state say it, and the image decides. */
  readonly disk?: { readonly type: string; readonly gib: number };
  /** Whether it is bought on the spot market, for less than the price that is listed. */
  readonly spot?: true;
  /** What happens when a burstable type has used up its CPU credits; undefined for AWS's default of the type. */
  readonly creditMode?: "standard" | "unlimited";
  /** What cloud-init receives; undefined when there is none, or only AWS knows it. */
  readonly userData?: string;
  /** How many hops the answer to a request for a metadata token may take; undefined for AWS's default. */
  readonly metadataHopLimit?: number;
}

export interface Gateway extends Element {
  readonly kind: "internet-gateway" | "nat-gateway" | "egress-only-gateway";
  /** Empty for an internet gateway that is attached to no VPC. */
  readonly vpcId: string;
  /** Of a NAT gateway: in one subnet, or of the whole VPC, in each zone that has something to translate for. */
  readonly availability?: "zonal" | "regional";
  /** Of a zonal NAT gateway. */
  readonly subnetId?: string;
  readonly privateIp?: string;
  /** Of a NAT gateway: the first of its public addresses; undefined for a private one. */
  readonly publicIp?: string;
  /** Of a NAT gateway: all its public addresses that are known. */
  readonly publicIps?: readonly string[];
  /** Of a regional NAT gateway: its zones; undefined when AWS chooses them. */
  readonly zones?: readonly string[];
}

export interface Endpoint extends Element {
  readonly kind: "interface" | "gateway";
  readonly vpcId: string;
  /** `com.amazonaws.eu-central-1.ssm` */
  readonly service: string;
  readonly privateDns: boolean;
  /** Of an interface endpoint: its network interfaces, one in each subnet. */
  readonly networkInterfaceIds: readonly string[];
  /** Of a gateway endpoint: the tables that have a route to it, for its service's prefix list. It is in no `routes`. */
  readonly routeTableIds: readonly string[];
  /** Of a gateway endpoint: the prefix list of its service, which rules may name. */
  readonly prefixListId?: string;
}

/** A network load balancer: what connects to one of its ports is passed on to one of that port's targets. */
export interface LoadBalancer extends Element {
  readonly vpcId: string;
  readonly scheme: "internet-facing" | "internal";
  /** Its network interfaces, one in each subnet; the internet-facing one's have public addresses. */
  readonly networkInterfaceIds: readonly string[];
  readonly listeners: readonly Listener[];
}

export interface Listener extends Source {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  readonly targets: readonly ListenerTarget[];
  /** Whether targets see the client's address, not the load balancer's own. */
  readonly preservesClientIp: boolean;
  /** Whether a network interface passes to targets in other zones than its own too. */
  readonly crossZone: boolean;
}

export interface ListenerTarget extends Source {
  readonly networkInterfaceId: string;
  readonly port: number;
  /** The TCP port that the load balancer asks to know whether the target is healthy. */
  readonly healthCheckPort: number;
}

export interface ElasticIp extends Element {
  readonly publicIp: string;
  /** The network interface that it is associated with. */
  readonly networkInterfaceId?: string;
}
