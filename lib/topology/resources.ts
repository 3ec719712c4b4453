import { ReadError, Resource, Stack, bySource } from "../terraform-json/stack";
import { idOf } from "./elements";
import { NotUnderstood } from "./model";

type May = NotUnderstood["may"];

/** What this model is made from, and what one of each that cannot be read may do to the packets that it is about. */
const UNDERSTOOD: Readonly<Record<string, May>> = {
  aws_default_network_acl: "either",
  aws_default_route_table: "either",
  aws_default_security_group: "open",
  aws_ec2_managed_prefix_list: "open",
  aws_ec2_managed_prefix_list_entry: "open",
  aws_egress_only_internet_gateway: "nothing",
  aws_eip: "open",
  aws_eip_association: "open",
  aws_instance: "nothing",
  aws_internet_gateway: "either",
  aws_internet_gateway_attachment: "either",
  aws_lb: "nothing",
  aws_lb_listener: "open",
  aws_lb_target_group: "open",
  aws_lb_target_group_attachment: "open",
  aws_main_route_table_association: "either",
  aws_nat_gateway: "nothing",
  aws_network_acl: "either",
  aws_network_acl_association: "either",
  aws_network_acl_rule: "either",
  aws_network_interface: "nothing",
  aws_network_interface_attachment: "either",
  aws_network_interface_sg_attachment: "open",
  aws_prefix_list: "open",
  aws_route: "either",
  aws_route_table: "either",
  aws_route_table_association: "either",
  aws_route_tables: "either",
  aws_security_group: "open",
  aws_security_group_rule: "open",
  aws_subnet: "nothing",
  aws_vpc: "nothing",
  aws_vpc_endpoint: "either",
  aws_vpc_endpoint_route_table_association: "either",
  aws_vpc_endpoint_security_group_association: "open",
  aws_vpc_endpoint_subnet_association: "either",
  aws_vpc_ipv4_cidr_block_association: "either",
  aws_vpc_ipv6_cidr_block_association: "either",
  aws_vpc_security_group_egress_rule: "open",
  aws_vpc_security_group_ingress_rule: "open",
};

/** What the model does not have, although it does something to packets whose way the model knows. */
const DECIDING: Readonly<Record<string, May>> = {
  aws_route53_resolver_firewall_rule_group_association: "close",
  aws_vpc_block_public_access_exclusion: "open",
  aws_vpc_block_public_access_options: "close",
  aws_vpc_encryption_control: "close",
  aws_vpc_route_server_propagation: "either",
  aws_vpc_security_group_vpc_association: "open",
  aws_vpclattice_service_network_vpc_association: "either",
  aws_vpn_gateway_route_propagation: "either",
};

/** What has no part in where packets go. */
const IRRELEVANT = [
  /^aws_(ami|ami_copy|cloudtrail|ec2_tag|flow_log|key_pair|placement_group|volume_attachment)$/,
  // A door for whom IAM lets in, not for a packet from the internet; its security group's rules are read as any.
  /^aws_ec2_instance_connect_endpoint$/,
  /^aws_(backup|budgets|cloudwatch|dlm|dynamodb|ebs|ecr|iam|kms|s3|secretsmanager|sfn|sns|sqs|ssm)_/,
  /^(terraform_data|null_resource)$/,
  /^(archive|cloudinit|external|local|random|time|tls)_/,
];

/** Data sources whose values are parts of the network; any other only looks something up. */
const DATA: ReadonlySet<string> = new Set([
  "aws_ec2_managed_prefix_list",
  "aws_eip",
  "aws_instance",
  "aws_internet_gateway",
  "aws_nat_gateway",
  "aws_network_interface",
  "aws_prefix_list",
  "aws_route_table",
  "aws_route_tables",
  "aws_security_group",
  "aws_subnet",
  "aws_vpc",
  "aws_vpc_endpoint",
]);

export function isUnderstood(type: string): boolean {
  return Object.hasOwn(UNDERSTOOD, type);
}

export function isRelevant(type: string): boolean {
  return !IRRELEVANT.some((pattern) => pattern.test(type));
}

/** What one that cannot be read, or that the model does not have, may do: let something through, stop it, or neither. */
export function mayOf(type: string): May {
  return UNDERSTOOD[type] ?? DECIDING[type] ?? "nothing";
}

/**
 * The resources that a network is read from, each once: where a data source finds what another stack makes, it is that
 * stack's. Those with `count` or `for_each`, which a configuration does not expand, are apart.
 *
 * @throws ReadError when two states have the same resource
 */
export function distinctResources(stacks: readonly Stack[]): {
  readonly resources: readonly Resource[];
  readonly counted: readonly Resource[];
} {
  const all = stacks.flatMap(({ resources }) => resources).sort(bySource);
  const isCounted = ({ values, deployed, data }: Resource) =>
    !deployed && !data && [values["count"], values["for_each"]].some((value) => value !== undefined);
  const owners = new Map<string, Resource>();
  for (const resource of all) {
    if (resource.data || !resource.deployed || !isUnderstood(resource.type)) continue;
    const { id } = resource.values;
    if (typeof id !== "string") continue;
    const key = `${resource.type} ${id}`;
    const before = owners.get(key);
    if (before && before.stack !== resource.stack) {
      const first = `${before.stack}: ${before.address}`;
      throw new ReadError(resource, `is ${id}, and so is ${first}; give one of the two states`);
    }
    owners.set(key, resource);
  }
  const lookedUp = new Set<string>();
  const resources = all.filter((resource) => {
    if (isCounted(resource)) return false;
    if (!resource.data) return true;
    if (!DATA.has(resource.type)) return false;
    if (isNamedAlone(resource)) return false;
    // Of those that find several, every one in a region has the same id.
    if (resource.type === "aws_route_tables") return true;
    const id = `${resource.type} ${idOrNothing(resource)}`;
    if (owners.has(id) || lookedUp.has(id)) return false;
    lookedUp.add(id);
    return true;
  });
  return { resources, counted: all.filter(isCounted) };
}

/** A NAT gateway of which a configuration says its id alone: routes that lead there say as much. */
function isNamedAlone({ type, deployed, values }: Resource): boolean {
  return (
    type === "aws_nat_gateway" &&
    !deployed &&
    typeof values["id"] === "string" &&
    values["subnet_id"] === undefined
  );
}

function idOrNothing(resource: Resource): string {
  try {
    return idOf(resource);
  } catch (error) {
    if (error instanceof ReadError) return resource.address;
    throw error;
  }
}
