import { DataAwsRouteTables } from "@cdktf/provider-aws/lib/data-aws-route-tables";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface ExistingVpcProps {
  readonly vpcId: string;
  /** All of its IPv4 ranges. */
  readonly cidrs: readonly string[];
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Holds a VPC that exists to its ranges at plan, and finds its main route table. Changes nothing, and is free. */
export class ExistingVpc extends Construct {
  /** A list of the main route table's id. */
  readonly mainRouteTableIds: string;

  constructor(scope: Construct, id: string, { vpcId, cidrs, dependsOn }: ExistingVpcProps) {
    super(scope, id);
    const own = 'self.cidr_block_associations : each.cidr_block if each.state == "associated"';
    new DataAwsVpc(this, "Vpc", {
      id: vpcId,
      dependsOn: [...dependsOn],
      lifecycle: {
        postcondition: [
          {
            condition: `\${toset([for each in ${own}]) == toset([${cidrs.map((cidr) => `"${cidr}"`).join(", ")}])}`,
            errorMessage: `network.vpcCidrs: ${vpcId} has the ranges \${join(", ", sort([for each in ${own}]))} and not ${cidrs.join(", ")}; name these.`,
          },
        ],
      },
    });
    const main = new DataAwsRouteTables(this, "main", {
      vpcId,
      filter: [{ name: "association.main", values: ["true"] }],
      dependsOn: [...dependsOn],
    });
    this.mainRouteTableIds = `${main.fqn}.ids`;
  }
}
