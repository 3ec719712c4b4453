import { DataAwsRouteTables } from "@cdktf/provider-aws/lib/data-aws-route-tables";
import { DataAwsSubnets } from "@cdktf/provider-aws/lib/data-aws-subnets";
import { DataAwsVpcs } from "@cdktf/provider-aws/lib/data-aws-vpcs";
import { ITerraformDependable, TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";

export interface IdsThereProps {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly routeTableIds: readonly string[];
}

/**
 * Asks at plan whether an account's region has a VPC, subnets and route tables, and names those that it has not: the
 * provider's own data sources of one say only that they found nothing.
 */
export class IdsThere extends Construct {
  /** What must not be read before. */
  readonly checks: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { vpcId, subnetIds, routeTableIds }: IdsThereProps) {
    super(scope, id);
    const vpcs = new DataAwsVpcs(this, "Vpcs", asked("vpc-id", [vpcId]));
    const inVpc = { dependsOn: [vpcs] };
    this.checks = [
      vpcs,
      new DataAwsSubnets(this, "Subnets", { ...asked("subnet-id", subnetIds), ...inVpc }),
      ...(routeTableIds.length > 0
        ? [new DataAwsRouteTables(this, "Tables", { ...asked("route-table-id", routeTableIds), ...inVpc })]
        : []),
    ];
  }
}

function asked(name: string, values: readonly string[]) {
  const missing = `setsubtract([${values.map((id) => `"${id}"`).join(", ")}], self.ids)`;
  const lifecycle: TerraformResourceLifecycle = {
    postcondition: [
      {
        condition: `\${length(${missing}) == 0}`,
        errorMessage: `this account has no \${join(", ", ${missing})} in this region; correct the id, the region or the credentials.`,
      },
    ],
  };
  return { filter: [{ name, values: [...values] }], lifecycle };
}
