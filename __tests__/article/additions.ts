import { DifferenceId } from "./differences";

interface Addition {
  /** As `stack/address`. */
  readonly address: string;
  readonly reason: string;
  /** The difference that it belongs to. */
  readonly difference?: DifferenceId;
}

/** Our resources that stand for nothing in the article. */
export const ADDITIONS: readonly Addition[] = [
  {
    address: "network/aws_default_security_group.default",
    reason:
      "AWS's own default group lets its members reach each other. Taken over without rules, it lets nothing through, so an instance that names no group is closed.",
  },
  ...["aws_iam_role", "aws_iam_role_policy_attachment", "aws_iam_instance_profile"].map((type): Addition => ({
    address: `nat-instance/${type}.nat_profile`,
    reason: "Systems Manager reaches the NAT host.",
    difference: "ssh",
  })),
  ...[
    ["system", "CloudWatch recovers the NAT host when its hardware is ill."],
    ["instance", "CloudWatch reboots the NAT host when it hangs."],
    ["credits", "CPU beyond what the NAT host's type has is billed, and this says so."],
  ].map(([name, reason]): Addition => ({
    address: `nat-instance/aws_cloudwatch_metric_alarm.nat_b_${name}`,
    reason: reason!,
    difference: "alarms",
  })),
  ...[
    ["nat-instance", "nat_type"],
    ["private-instances", "private_type"],
  ].map(([stack, name]): Addition => ({
    address: `${stack}/data.aws_ec2_instance_type_offerings.${name}`,
    reason: "Plan asks EC2 whether the account's zones have the instance type.",
  })),
  ...[
    ["nat-instance", "network"],
    ["private-instances", "network"],
    ["routes", "network"],
    ["routes", "nat-instance"],
    ["routes", "private-instances"],
  ].map(([reader, producer]): Addition => ({
    address: `${reader}/data.terraform_remote_state.cross-stack-reference-input-${producer}`,
    reason: `The ${reader} stack reads what the ${producer} stack made.`,
    difference: "stacks",
  })),
];
