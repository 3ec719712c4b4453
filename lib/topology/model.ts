/**
 * A network as synthesized JSON or a state describes it, every reference resolved.
 *
 * What AWS decides at deployment (ids, addresses) has deterministic stand-ins unless it was read from a state.
 */
export interface Topology {
  readonly region?: string;
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly routeTables: readonly RouteTable[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly networkInterfaces: readonly NetworkInterface[];
  readonly instances: readonly Instance[];
  readonly gateways: readonly Gateway[];
  readonly endpoints: readonly Endpoint[];
  readonly elasticIps: readonly ElasticIp[];
  /** Resources of types that this model does not know; what they do to the network is not in it. */
  readonly notUnderstood: readonly Source[];
}

/** Where a part of the network comes from. */
export interface Source {
  /** The stack that it is in, such as `nat-instance`. */
  readonly stack: string;
  /** Its address in Terraform, such as `aws_instance.nat_b`. */
  readonly address: string;
}

/** Anything that has an id in AWS. */
export interface Element extends Source {
  /** AWS's id, or a stand-in that looks like one and never changes for the same stack and address. */
  readonly id: string;
  /** What people call it: the address without its type, `nat_b`, with dashes for underscores: `nat-b`. */
  readonly name: string;
}

export interface Vpc extends Element {
  readonly cidr: string;
  readonly mainRouteTableId: string;
}

export interface Subnet extends Element {
  readonly vpcId: string;
  readonly zone?: string;
  readonly cidr: string;
  readonly mapPublicIpOnLaunch: boolean;
  /** The table that rules it: its own association's, or the VPC's main one. */
  readonly routeTableId: string;
}

export interface RouteTable extends Element {
  readonly vpcId: string;
  readonly main: boolean;
  /** Its routes without the VPC's local one, which every table has. */
  readonly routes: readonly Route[];
}

export interface Route extends Source {
  readonly destination: string;
  readonly target: RouteTarget;
}

export type RouteTarget =
  | { readonly kind: "network-interface"; readonly id: string }
  | {
      readonly kind: "internet-gateway" | "nat-gateway" | "egress-only-gateway" | "vpc-endpoint";
      readonly id: string;
    }
  /** A target that the model does not follow, such as a peering connection. */
  | { readonly kind: "other"; readonly id: string };

export interface SecurityGroup extends Element {
  readonly vpcId: string;
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
}

export interface SecurityGroupRule extends Source {
  readonly protocol: "all" | "tcp" | "udp" | "icmp";
  /** Inclusive; both undefined for every port. Types for icmp. */
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly peer:
    | { readonly kind: "cidr"; readonly cidr: string }
    | { readonly kind: "security-group"; readonly id: string };
}

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
  /** The public address that the internet gateway translates it to and from. */
  readonly publicIp?: string;
}

export interface Instance extends Element {
  readonly instanceType?: string;
  /** Its cards by device index. */
  readonly networkInterfaceIds: readonly string[];
  /** Its root disk; undefined when neither the files nor a state say it, and the image decides. */
  readonly disk?: { readonly type: string; readonly gib: number };
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
  /** Of a NAT gateway. */
  readonly subnetId?: string;
  readonly privateIp?: string;
  readonly publicIp?: string;
}

export interface Endpoint extends Element {
  readonly kind: "interface" | "gateway";
  readonly vpcId: string;
  /** `com.amazonaws.eu-central-1.ssm` */
  readonly service: string;
  readonly privateDns: boolean;
  /** Of an interface endpoint: its cards, one in each subnet. */
  readonly networkInterfaceIds: readonly string[];
  readonly routeTableIds: readonly string[];
}

export interface ElasticIp extends Element {
  readonly publicIp: string;
  /** The card that it is associated with. */
  readonly networkInterfaceId?: string;
}
