import { TerraformStack } from "cdktf";
import { Zone } from "../lib/config/environment";
import { WayOut } from "../lib/constructs/ways-out/way-out";

/** A route table of private subnets. */
export interface PrivateRouteTable {
  /** The start of its route's address: `private_b`, and of an existing table its id. */
  readonly name: string;
  readonly id: string;
  /** What it leads to without us; undefined for a table of ours. */
  readonly existing?: { readonly wayOutToday?: string };
}

/** What the other stacks need to know of a zone. */
export interface ZoneNetwork {
  readonly zone: Zone;
  /** Undefined when another zone's NAT host or gateway serves this one. */
  readonly publicSubnetId?: string;
  /** Of several private subnets the first. */
  readonly privateSubnetId: string;
  readonly privateRouteTables: readonly PrivateRouteTable[];
}

/** The network that the other stacks stand in, made by its stack or there before. */
export interface Network extends TerraformStack {
  readonly vpcId: string;
  readonly zones: readonly ZoneNetwork[];
  /** The private subnets' way out by IPv6; undefined when the VPC has IPv4 alone. */
  readonly ipv6WayOut?: WayOut;
}
