import { StackName } from "../support/synthesize";
import { PolicyId } from "../../lib/config/policy";

type Resources = Record<string, Record<string, any>>;

/** What somebody might do to good stacks: each puts a breach of a rule into a stack's resources, and names the breaker. */
interface Plant {
  readonly rule: PolicyId;
  readonly stack: StackName;
  readonly address: string;
  /** The arguments that it gets, beside those it has. */
  readonly change: Record<string, unknown>;
}

const ROLE = "nat-instance-test-nat";
const PRIVATE_TABLE = "${aws_route_table.private_b.id}";

function statement(values: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...values }] });
}

const inline = (values: object) => ({ role: ROLE, policy: statement(values) });

const block = (ranges: object) => ({
  description: "",
  from_port: 0,
  to_port: 0,
  protocol: "-1",
  cidr_blocks: [],
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
  ...ranges,
});

/** Terraform JSON wants every argument of such a block. */
const NO_ROUTE = Object.fromEntries(
  [
    "carrier_gateway_id",
    "core_network_arn",
    "destination_prefix_list_id",
    "egress_only_gateway_id",
    "ipv6_cidr_block",
    "local_gateway_id",
    "nat_gateway_id",
    "network_interface_id",
    "transit_gateway_id",
    "vpc_endpoint_id",
    "vpc_peering_connection_id",
  ].map((argument) => [argument, null]),
);

/** Stands for the NAT hosts' security group, which each stack refers to in its own way. */
const GROUP = "the NAT hosts' security group";

const rule = (values: object) => ({
  security_group_id: GROUP,
  ip_protocol: "-1",
  ...values,
});

const ENCRYPTED = [{ device_name: "/dev/xvda", ebs: { volume_size: 8, encrypted: "true" } }];

/** That in an empty account no plan can break; `routes-of-others.test.ts` does. */
export const UNBREAKABLE = "no-route-of-others-destroyed" satisfies PolicyId;

const PLANTS_BY_RULE: Record<
  Exclude<PolicyId, typeof UNBREAKABLE>,
  [StackName, string, Record<string, unknown>][]
> = {
  "no-open-ingress": [
    ["network", "aws_default_security_group.default", { ingress: [block({ ipv6_cidr_blocks: ["::/0"] })] }],
    ["nat-instance", "aws_vpc_security_group_ingress_rule.ssh", rule({ cidr_ipv4: "0.0.0.0/0" })],
    // Two of these are everywhere too.
    ["routes", "aws_vpc_security_group_ingress_rule.half", rule({ cidr_ipv4: "128.0.0.0/1" })],
    [
      "private-instances",
      "aws_security_group_rule.old_style",
      {
        security_group_id: "${aws_security_group.private.id}",
        type: "ingress",
        protocol: "tcp",
        from_port: 443,
        to_port: 443,
        cidr_blocks: ["10.0.0.0/8", "0.0.0.0/0"],
      },
    ],
  ],
  "imdsv2-required": [
    ["nat-instance", "aws_instance.nat_b", { metadata_options: { http_tokens: "optional" } }],
    [
      "private-instances",
      "aws_launch_template.old_metadata",
      { name: "old-metadata", block_device_mappings: ENCRYPTED },
    ],
  ],
  "disks-encrypted": [
    ["nat-instance", "aws_ebs_volume.data", { availability_zone: "eu-central-1b", size: 8 }],
    ["private-instances", "aws_instance.private_0", { root_block_device: { volume_size: 8 } }],
    [
      "private-instances",
      "aws_instance.private_1",
      { ebs_block_device: [{ device_name: "/dev/xvdb", volume_size: 8, encrypted: false }] },
    ],
    [
      "private-instances",
      "aws_launch_template.no_disk",
      { name: "no-disk", metadata_options: { http_tokens: "required" } },
    ],
    [
      "private-instances",
      "aws_launch_template.open_disk",
      {
        name: "open-disk",
        metadata_options: { http_tokens: "required" },
        block_device_mappings: [
          ...ENCRYPTED,
          { device_name: "/dev/xvdb", ebs: { volume_size: 8, encrypted: "false" } },
        ],
      },
    ],
  ],
  "no-public-address-in-private-tier": [
    ["network", "aws_subnet.private_b", { map_public_ip_on_launch: true }],
    ["private-instances", "aws_instance.private_1", { associate_public_ip_address: true }],
    ["private-instances", "aws_eip.stray", { domain: "vpc", instance: "${aws_instance.private_0.id}" }],
    // Nothing says that it is for a public subnet.
    [
      "private-instances",
      "aws_launch_template.public",
      {
        name: "public",
        metadata_options: { http_tokens: "required" },
        block_device_mappings: ENCRYPTED,
        network_interfaces: [{ associate_public_ip_address: "true" }],
      },
    ],
  ],
  "source-dest-check-on": [
    ["nat-instance", "aws_instance.nat_b", { source_dest_check: false }],
    [
      "network",
      "aws_network_interface.second",
      { subnet_id: "${aws_subnet.private_b.id}", source_dest_check: false },
    ],
  ],
  "private-default-route-to-nat": [
    [
      "network",
      "aws_route.past",
      {
        route_table_id: PRIVATE_TABLE,
        destination_ipv6_cidr_block: "::/0",
        gateway_id: "${aws_internet_gateway.gateway.id}",
      },
    ],
    ["routes", "aws_route.private_c_default", { network_interface_id: "eni-00000000000000000" }],
    // With the subnet that it rules, below.
    ["network", "aws_route_table.other", { vpc_id: "${aws_vpc.vpc.id}" }],
    [
      "network",
      "aws_route_table.private_a",
      { route: [{ ...NO_ROUTE, cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.gateway.id}" }] },
    ],
  ],
  "no-wildcard-iam": [
    [
      "nat-instance",
      "aws_iam_role_policy.action",
      inline({ Action: ["s3:GetObject", "ec2:*"], Resource: "arn:aws:ec2:::x" }),
    ],
    [
      "nat-instance",
      "aws_iam_role_policy.metrics_anywhere",
      inline({ Action: "cloudwatch:PutMetricData", Resource: "*" }),
    ],
    [
      "nat-instance",
      "aws_iam_role_policy.more_than_metrics",
      inline({
        Action: ["cloudwatch:PutMetricData", "s3:GetObject"],
        Resource: "*",
        Condition: { StringEquals: { "cloudwatch:namespace": "NatHost/x" } },
      }),
    ],
    [
      "nat-instance",
      "aws_iam_role_policy.more_than_reads",
      inline({ Action: ["ec2:DescribeRouteTables", "s3:GetObject"], Resource: "*" }),
    ],
    [
      "nat-instance",
      "aws_iam_policy.resource",
      { name: "any", policy: statement({ Action: "s3:GetObject", Resource: ["*"] }) },
    ],
    [
      "nat-instance",
      "aws_iam_policy.not_action",
      { name: "not", policy: statement({ NotAction: "iam:CreateUser", Resource: "arn:aws:ec2:::x" }) },
    ],
    [
      "private-instances",
      "aws_iam_role.private_profile",
      { assume_role_policy: statement({ Action: "sts:AssumeRole", Principal: { AWS: "*" } }) },
    ],
    [
      "private-instances",
      "aws_iam_role_policy_attachment.admin",
      { role: ROLE, policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    ],
  ],
};

export const PLANTS: readonly Plant[] = Object.entries(PLANTS_BY_RULE).flatMap(([id, plants]) =>
  plants.map(([stack, address, change]) => ({ rule: id as PolicyId, stack, address, change })),
);

/** The zones that the plants are for. */
export const PLANTED_ZONES = { zones: ["eu-central-1b", "eu-central-1c", "eu-central-1a"] };

/** Puts every plant of a stack into its JSON. */
export function plantInto(stack: StackName, json: { resource: Resources }): void {
  // Its table has one in a block.
  if (stack === "routes") delete json.resource["aws_route"]!["private_a_default"];
  if (stack === "network") {
    const vpc_id = "${aws_vpc.vpc.id}";
    json.resource["aws_subnet"]!["other"] = { vpc_id, cidr_block: "10.8.99.0/24" };
    json.resource["aws_route_table_association"]!["other"] = {
      subnet_id: "${aws_subnet.other.id}",
      route_table_id: "${aws_route_table.other.id}",
    };
  }
  const group =
    stack === "routes"
      ? json.resource["aws_vpc_security_group_ingress_rule"]!["nat_from_private"]!.security_group_id
      : "${aws_security_group.nat.id}";
  for (const { address, change } of PLANTS.filter((plant) => plant.stack === stack)) {
    const [type, name] = address.split(".") as [string, string];
    const named = (json.resource[type] ??= {});
    named[name] = { ...named[name], ...change };
    if (named[name].security_group_id === GROUP) named[name].security_group_id = group;
  }
}
