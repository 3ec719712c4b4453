import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Construct } from "constructs";

interface ZoneSubnetProps {
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly cidrBlock: string;
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

/** A subnet without public addresses, with a route table of its own; its default route comes with the routes stack. */
export class PrivateSubnet extends Construct {
  readonly id: string;
  readonly routeTableId: string;

  constructor(scope: Construct, id: string, subnet: ZoneSubnetProps) {
    super(scope, id);
    this.id = new Subnet(this, "Subnet", { ...subnet, mapPublicIpOnLaunch: false }).id;
    this.routeTableId = new RouteTable(this, "RouteTable", { vpcId: subnet.vpcId }).id;
    new RouteTableAssociation(this, "RouteTableAssociation", {
      subnetId: this.id,
      routeTableId: this.routeTableId,
    });
  }
}
