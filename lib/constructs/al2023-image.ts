import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami";
import { Construct } from "constructs";

export interface Al2023ImageProps {
  /** The image name's pattern, such as `al2023-ami-2023.*-kernel-6.18-arm64`; the newest match is used. */
  readonly pattern: string;

  /** The account that owns the image: `amazon`, `self`, or a 12-digit account id. */
  readonly owner: string;

  readonly architecture: "arm64" | "x86_64";

  /**
   * One fixed image.
   *
   * @default - the newest that the pattern finds
   */
  readonly id?: string;
}

/** A machine image: a fixed one, which makes no resource, or the newest of a pattern, which makes a data source. */
export class Al2023Image extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, { id: fixed, owner, pattern, architecture }: Al2023ImageProps) {
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
