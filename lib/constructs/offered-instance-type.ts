import { DataAwsEc2InstanceTypeOfferings } from "@cdktf/provider-aws/lib/data-aws-ec2-instance-type-offerings";
import { Construct } from "constructs";

export interface OfferedInstanceTypeProps {
  readonly instanceType: string;
  /** The availability zones that must have it. */
  readonly zones: readonly string[];
  /** The environment's field that names the type, for the message. */
  readonly field: string;
}

/**
 * Asks EC2 at plan whether the account's zones have an instance type, which only it knows: without, a zone that the type
 * is not sold in, or that the account does not have, shows halfway through an apply.
 */
export class OfferedInstanceType extends Construct {
  constructor(scope: Construct, id: string, { instanceType, zones, field }: OfferedInstanceTypeProps) {
    super(scope, id);
    const missing = `setsubtract([${zones.map((zone) => `"${zone}"`).join(", ")}], self.locations)`;
    new DataAwsEc2InstanceTypeOfferings(this, "Offerings", {
      locationType: "availability-zone",
      filter: [
        { name: "instance-type", values: [instanceType] },
        { name: "location", values: [...zones] },
      ],
      lifecycle: {
        postcondition: [
          {
            condition: `\${length(${missing}) == 0}`,
            // Without quotation marks around the type: cdktf's HCL does not escape them beside an expression.
            errorMessage: `${field}: EC2 does not offer ${instanceType} to this account in \${join(", ", ${missing})}; choose another type or zone.`,
          },
        ],
      },
    });
  }
}
