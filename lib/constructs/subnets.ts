import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Construct } from "constructs";

interface ZoneSubnetProps {
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly cidrBlock: string;

  /**
   * Its IPv6 range, a /64. In a private subnet every network interface gets an address of that too; in a public one
   * none does: the NAT host has nothing to do with IPv6, and would be reached by it past its own firewall.
   *
   * @default - IPv4 alone
   */
  readonly ipv6CidrBlock?: string;
}

export interface PublicSubnetProps extends ZoneSubnetProps {
  /** The route table that all public subnets share. */
  readonly routeTableId: string;
}

/** A subnet whose instances get a public address and whose routes lead to the internet gateway. */
export class PublicSubnet extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, { routeTableId, ...subnet }: PublicSubnetProps) {
    super(scope, id);
    this.id = new Subnet(this, "Subnet", { ...subnet, mapPublicIpOnLaunch: true }).id;
    new RouteTableAssociation(this, "RouteTableAssociation", { subnetId: this.id, routeTableId });
  }
}

export interface PrivateSubnetProps extends ZoneSubnetProps {
  /**
   * Whether names that have IPv4 addresses alone are answered with IPv6 ones of 64:ff9b::/96 (DNS64). Without a route of
   * that range to a NAT gateway they then cannot be reached.
   *
   * @default false
   */
  readonly dns64?: boolean;
}

/** A subnet without public IPv4 addresses, with a route table of its own; its default route comes with the routes stack. */
export class PrivateSubnet extends Construct {
  readonly id: string;
  readonly routeTableId: string;

  constructor(scope: Construct, id: string, { dns64 = false, ...subnet }: PrivateSubnetProps) {
    super(scope, id);
    this.id = new Subnet(this, "Subnet", {
      ...subnet,
      mapPublicIpOnLaunch: false,
      ...(subnet.ipv6CidrBlock && { assignIpv6AddressOnCreation: true }),
      ...(dns64 && { enableDns64: true }),
    }).id;
    this.routeTableId = new RouteTable(this, "RouteTable", { vpcId: subnet.vpcId }).id;
    new RouteTableAssociation(this, "RouteTableAssociation", {
      subnetId: this.id,
      routeTableId: this.routeTableId,
    });
  }
}
