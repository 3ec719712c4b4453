import { DataAwsRouteTable } from "@cdktf/provider-aws/lib/data-aws-route-table";
import { DataAwsRouteTables } from "@cdktf/provider-aws/lib/data-aws-route-tables";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { ITerraformDependable, Postcondition } from "cdktf";
import { Construct } from "constructs";

interface ExistingSubnetProps {
  /** The environment's field, for messages: `network.zones[0].privateSubnets[1]`. */
  readonly field: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
  /** The Terraform expression of a list of the VPC's main route table's id. */
  readonly mainRouteTableIds: string;
  readonly dependsOn: readonly ITerraformDependable[];
}

export interface ExistingPrivateSubnetProps extends ExistingSubnetProps {
  readonly cidr: string;
  /** The route table that rules it. */
  readonly routeTableId: string;
}

/** Holds a private subnet that exists, at plan, to its VPC, zone, range and route table. Changes nothing, and is free. */
export class ExistingPrivateSubnet extends Construct {
  constructor(scope: Construct, id: string, props: ExistingPrivateSubnetProps) {
    super(scope, id);
    const { field, subnetId, cidr, routeTableId, mainRouteTableIds } = props;
    const subnet = holdToPlace(this, props, [
      {
        condition: `\${self.cidr_block == "${cidr}"}`,
        errorMessage: `${field}.cidr: ${subnetId} has the range \${self.cidr_block} and not ${cidr}; write that.`,
      },
    ]);
    const ruling = `element(concat(self.ids, ${mainRouteTableIds}), 0)`;
    routeTablesOf(this, props, subnet, [
      {
        condition: `\${${ruling} == "${routeTableId}"}`,
        errorMessage: `${field}.routeTableId: ${subnetId} is ruled by \${${ruling}} and not by ${routeTableId}; name that one, and list it in routeTables.`,
      },
    ]);
  }
}

/**
 * Holds a public subnet that exists, at plan, to its VPC, its zone and a default route to an internet gateway. Changes
 * nothing, and is free.
 */
export class ExistingPublicSubnet extends Construct {
  constructor(scope: Construct, id: string, props: ExistingSubnetProps) {
    super(scope, id);
    const { field, subnetId, mainRouteTableIds } = props;
    const own = routeTablesOf(this, props, holdToPlace(this, props));
    new DataAwsRouteTable(this, "RouteTable", {
      routeTableId: `\${element(concat(${own.fqn}.ids, ${mainRouteTableIds}), 0)}`,
      lifecycle: {
        postcondition: [
          {
            condition: `\${anytrue([for route in self.routes : route.cidr_block == "0.0.0.0/0" && startswith(coalesce(route.gateway_id, "-"), "igw-")])}`,
            errorMessage: `${field}: ${subnetId} has no route to an internet gateway, so it is not public; name one that has.`,
          },
        ],
      },
    });
  }
}

function holdToPlace(
  scope: Construct,
  { field, vpcId, subnetId, availabilityZone, dependsOn }: ExistingSubnetProps,
  more: readonly Postcondition[] = [],
): DataAwsSubnet {
  return new DataAwsSubnet(scope, "Subnet", {
    id: subnetId,
    dependsOn: [...dependsOn],
    lifecycle: {
      postcondition: [
        {
          condition: `\${self.vpc_id == "${vpcId}"}`,
          errorMessage: `${field}: ${subnetId} is not in ${vpcId} but in \${self.vpc_id}; name a subnet of the VPC.`,
        },
        {
          condition: `\${self.availability_zone == "${availabilityZone}"}`,
          errorMessage: `${field}: ${subnetId} is in the zone \${self.availability_zone} and not in ${availabilityZone}; list it there.`,
        },
        ...more,
      ],
    },
  });
}

/**
 * The table that is associated with a subnet, if one is; else the VPC's main one rules it.
 *
 * @param subnet of another VPC, it is not asked for its tables: what is said of them would be wrong
 */
function routeTablesOf(
  scope: Construct,
  { vpcId, subnetId, dependsOn }: ExistingSubnetProps,
  subnet: DataAwsSubnet,
  postcondition: Postcondition[] = [],
): DataAwsRouteTables {
  return new DataAwsRouteTables(scope, "RouteTables", {
    vpcId,
    filter: [{ name: "association.subnet-id", values: [subnetId] }],
    dependsOn: [...dependsOn, subnet],
    ...(postcondition.length > 0 && { lifecycle: { postcondition } }),
  });
}
