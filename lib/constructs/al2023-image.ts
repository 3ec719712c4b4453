import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami";
import { Construct } from "constructs";
import { Environment } from "../config/environment";

/** The machine image of the instances: a fixed one, or the newest that the environment's pattern finds. */
export class Al2023Image extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, { id: fixed, owner, pattern, architecture }: Environment["ami"]) {
    super(scope, id);
    this.id =
      fixed ??
      new DataAwsAmi(this, "Image", {
        // Without an owner, anyone's image of a fitting name is found.
        owners: [owner],
        mostRecent: true,
        filter: [
          { name: "name", values: [pattern] },
          { name: "architecture", values: [architecture] },
          { name: "virtualization-type", values: ["hvm"] },
          { name: "state", values: ["available"] },
        ],
      }).id;
  }
}
