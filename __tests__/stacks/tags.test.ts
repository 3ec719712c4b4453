import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { NetworkInterfaceAttachmentA } from "@cdktf/provider-aws/lib/network-interface-attachment";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { STACKS, synthesize, testEnvironment } from "../support/synthesize";
import { PER_ZONE, SSH } from "./examples";

const CANNOT_HAVE_TAGS = [
  CloudwatchDashboard,
  IamRolePolicy,
  IamRolePolicyAttachment,
  NetworkInterfaceAttachmentA,
  Route,
  RouteTableAssociation,
  SnsTopicSubscription,
] as const;

const CAN_HAVE_TAGS = [
  "aws_cloudwatch_metric_alarm",
  "aws_default_security_group",
  "aws_eip",
  "aws_iam_instance_profile",
  "aws_iam_role",
  "aws_instance",
  "aws_internet_gateway",
  "aws_key_pair",
  "aws_network_interface",
  "aws_route_table",
  "aws_security_group",
  "aws_sns_topic",
  "aws_subnet",
  "aws_vpc",
  "aws_vpc_endpoint",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
];

// With everything switched on, so that there is a resource of every type.
const synthesized = synthesize(
  testEnvironment({ ...PER_ZONE, ssh: SSH, alarmEmail: "platform@example.com", monitoring: "heartbeat" }),
);
const resources = STACKS.flatMap((stack) =>
  Object.entries<Record<string, any>>(synthesized.json(stack).resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, resource]) => ({ type, name, resource })),
  ),
);

it("Every type of resource is known to have tags or not", () => {
  const known = [...CAN_HAVE_TAGS, ...CANNOT_HAVE_TAGS.map(({ tfResourceType }) => tfResourceType)];
  expect([...new Set(resources.map(({ type }) => type))].sort()).toEqual(known.sort());
});

it.each(CANNOT_HAVE_TAGS)("$tfResourceType has no tags to give it", ({ prototype }) => {
  expect("tags" in prototype).toBe(false);
});

it.each(CAN_HAVE_TAGS)("Every %s is named after the environment and itself", (type) => {
  const named = resources.filter((resource) => resource.type === type);
  expect(named).not.toEqual([]);
  for (const { name, resource } of named) {
    expect(resource.tags).toEqual({ Name: `test-${name.replace(/_/g, "-")}` });
  }
});
