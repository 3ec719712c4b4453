import { EnvironmentInput } from "../../lib/config/schema";
import { StackName } from "../support/synthesize";

/** Three zones with the subnets that the default environment's VPC gives them. */
export const THREE_ZONES: Partial<EnvironmentInput> = {
  zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
};

export const PER_ZONE: Partial<EnvironmentInput> = { ...THREE_ZONES, nat: { placement: "per-zone" } };

export const SSH = {
  publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ3vY8p6Zk0q3v3z0m8x6i3sYb1p8d9mJ2n0r3WmXo5f",
  allowedCidrs: ["198.51.100.0/24", "203.0.113.7/32"],
};

export const S3 = { type: "s3", bucket: "states", region: "eu-west-1" } as const;

/** How a stack names another stack's value, such as `crossStack("network", "aws_vpc.vpc.id")`. */
export function crossStack(producer: StackName, expression: string): string {
  const output = `cross-stack-output-${expression.replace(/\./g, "-")}`;
  return `\${data.terraform_remote_state.cross-stack-reference-input-${producer}.outputs.${output}}`;
}
