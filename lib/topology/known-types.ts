import { Configuration, bySource } from "../terraform-json/configuration";
import { NotUnderstood } from "./model";

/** What this model is made from. */
export const UNDERSTOOD: ReadonlySet<string> = new Set([
  "aws_default_network_acl",
  "aws_default_route_table",
  "aws_default_security_group",
  "aws_ec2_managed_prefix_list",
  "aws_ec2_managed_prefix_list_entry",
  "aws_egress_only_internet_gateway",
  "aws_eip",
  "aws_eip_association",
  "aws_instance",
  "aws_internet_gateway",
  "aws_internet_gateway_attachment",
  "aws_main_route_table_association",
  "aws_nat_gateway",
  "aws_network_acl",
  "aws_network_acl_association",
  "aws_network_acl_rule",
  "aws_network_interface",
  "aws_network_interface_attachment",
  "aws_network_interface_sg_attachment",
  "aws_route",
  "aws_route_table",
  "aws_route_table_association",
  "aws_security_group",
  "aws_security_group_rule",
  "aws_subnet",
  "aws_vpc",
  "aws_vpc_endpoint",
  "aws_vpc_endpoint_route_table_association",
  "aws_vpc_endpoint_security_group_association",
  "aws_vpc_endpoint_subnet_association",
  "aws_vpc_ipv4_cidr_block_association",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
]);

/** What has no part in where packets go. */
const IRRELEVANT = [
  /^aws_(ami|ami_copy|cloudtrail|ec2_tag|flow_log|key_pair|placement_group|volume_attachment)$/,
  /^aws_(backup|budgets|cloudwatch|dlm|dynamodb|ebs|ecr|iam|kms|s3|secretsmanager|sns|sqs|ssm)_/,
  /^(terraform_data|null_resource)$/,
  /^(archive|cloudinit|external|local|random|time|tls)_/,
];

/** Resources of types that the model does not know, and modules, whose resources were not read. */
export function unknownResources({ stacks }: Configuration): NotUnderstood[] {
  const resources = stacks
    .flatMap((stack) => stack.resources)
    .filter(({ type }) => !UNDERSTOOD.has(type) && !IRRELEVANT.some((pattern) => pattern.test(type)));
  const modules = stacks.flatMap(({ name, modules }) => modules.map((address) => ({ stack: name, address })));
  const unknown = { why: "is of a type that is not followed", touches: [], may: "nothing" } as const;
  const unread = {
    why: "was not read; give the plan or the state",
    touches: "anything",
    may: "either",
  } as const;
  return [
    ...resources.map(({ stack, address }) => ({ stack, address, ...unknown })),
    ...modules.map((source) => ({ ...source, ...unread })),
  ].sort(bySource);
}
