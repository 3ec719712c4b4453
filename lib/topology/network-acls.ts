import { Configuration, bySource } from "../terraform-json/configuration";
import { byId, element, known } from "./elements";
import { NetworkAcl, NetworkAclRule } from "./model";
import { Network } from "./network";
import { readService } from "./services";
import { Block, Resource } from "../terraform-json/stack";
import { ReadError } from "../terraform-json/read-error";

type Direction = "ingress" | "egress";
type Acl = Omit<NetworkAcl, Direction> & { readonly resource?: Resource };

interface Found {
  readonly aclId: string;
  readonly direction: Direction;
  readonly rules: readonly NetworkAclRule[];
}

/** Terraform takes every rule from the ACLs that it makes and from the default ones that it takes over. */
export function readNetworkAcls(network: Network): NetworkAcl[] {
  const { configuration } = network;
  const acls = [...aclsOfTheirOwn(network), ...defaultAcls(network)].sort(bySource);
  const found = [
    ...separateRules(configuration, acls),
    ...acls.flatMap((acl) => rulesOf(configuration, acl)),
  ];
  const rulesIn = (id: string, direction: Direction) => {
    const rules = found.filter((rule) => rule.aclId === id && rule.direction === direction);
    // In a state, an ACL lists also the rules that are resources of their own.
    const byNumber = new Map(rules.flatMap((rule) => rule.rules).map((rule) => [ruleKey(rule), rule]));
    return [...byNumber.values()].sort((a, b) => a.number - b.number);
  };
  return acls.map(({ stack, address, id, name, vpcId, default: isDefault }) => ({
    ...{ stack, address, id, name, vpcId, default: isDefault },
    ingress: rulesIn(id, "ingress"),
    egress: rulesIn(id, "egress"),
  }));
}

/** The network ACL of each subnet, by the subnet's id. */
export function aclOfSubnet({
  configuration,
  subnets,
  vpcs,
  networkAcls,
}: Network): ReadonlyMap<string, string> {
  const defaults = new Map(vpcs().map(({ id, defaultNetworkAclId }) => [id, defaultNetworkAclId]));
  const acls = new Map(subnets().map(({ id, vpcId }) => [id, defaults.get(vpcId)!]));
  for (const type of ["aws_network_acl", "aws_default_network_acl"]) {
    for (const resource of configuration.ofType(type)) {
      const acl = networkAcls().find(({ stack, address }) => isSame(resource, stack, address));
      for (const id of configuration.texts(resource, "subnet_ids")) {
        acls.set(known(subnets(), id, resource, "subnet").id, acl!.id);
      }
    }
  }
  for (const association of configuration.ofType("aws_network_acl_association")) {
    const acl = byId(configuration, networkAcls(), association, "network_acl_id");
    acls.set(byId(configuration, subnets(), association, "subnet_id").id, acl.id);
  }
  return acls;
}

function isSame(resource: Resource, stack: string, address: string): boolean {
  return resource.stack === stack && resource.address === address;
}

function aclsOfTheirOwn({ configuration, vpcs }: Network): Acl[] {
  return configuration.ofType("aws_network_acl").map((resource) => ({
    ...element(resource),
    vpcId: byId(configuration, vpcs(), resource, "vpc_id").id,
    default: false,
    resource,
  }));
}

/** The ACL that AWS makes with each VPC, and the resource that takes it over, if any. */
function defaultAcls({ configuration, vpcs }: Network): Acl[] {
  const defaults = vpcs().map((vpc) => ({ ...vpc, id: vpc.defaultNetworkAclId }));
  const adopted = configuration.ofType("aws_default_network_acl").map((resource) => ({
    resource,
    id: byId(configuration, defaults, resource, "default_network_acl_id").id,
  }));
  return vpcs().map((vpc) => {
    const id = vpc.defaultNetworkAclId;
    const resource = adopted.find((acl) => acl.id === id)?.resource;
    if (resource) return { ...element(resource, id), vpcId: vpc.id, default: true, resource };
    const { stack, address } = vpc;
    return { stack, address, id, name: `${vpc.name}-default`, vpcId: vpc.id, default: true };
  });
}

function separateRules(configuration: Configuration, acls: readonly Acl[]): Found[] {
  return configuration.ofType("aws_network_acl_rule").map((rule) => ({
    aclId: byId(configuration, acls, rule, "network_acl_id").id,
    direction: configuration.flag(rule, "egress") ? "egress" : "ingress",
    rules: readRule(configuration, rule, { number: "rule_number", action: "rule_action" }),
  }));
}

function rulesOf(configuration: Configuration, { resource, ...acl }: Acl): Found[] {
  return (["ingress", "egress"] as const).map((direction) => ({
    aclId: acl.id,
    direction,
    rules: resource
      ? configuration
          .blocks(resource, direction)
          .flatMap((block) => readRule(configuration, block, { number: "rule_no", action: "action" }))
      : [letEverythingThrough(acl)],
  }));
}

/** What AWS puts into a default ACL (VPC user guide, "Default network ACL"). */
function letEverythingThrough({ stack, address }: Acl): NetworkAclRule {
  return { stack, address, number: 100, action: "allow", protocol: "all", cidr: "0.0.0.0/0" };
}

/** One rule; it has a range of IPv4, of IPv6, or in an inline block one of each. */
function readRule(
  configuration: Configuration,
  block: Block,
  names: { readonly number: string; readonly action: string },
): NetworkAclRule[] {
  const action = configuration.required(block, names.action).toLowerCase();
  if (action !== "allow" && action !== "deny") {
    throw new ReadError(block, `${names.action} "${action}" is neither allow nor deny`);
  }
  const number = configuration.integer(block, names.number);
  if (number === undefined) throw new ReadError(block, `has a rule without ${names.number}`);
  const icmp = { type: "icmp_type", code: "icmp_code" };
  const service = readService(configuration, block, { protocol: "protocol", icmp });
  const ranges = ["cidr_block", "ipv6_cidr_block"].flatMap((name) => configuration.range(block, name) ?? []);
  const { stack, address } = block;
  return ranges.map((cidr) => ({ stack, address, number, action, ...service, cidr }));
}

function ruleKey({ number, cidr }: NetworkAclRule): string {
  return `${number} ${cidr.includes(":") ? "IPv6" : "IPv4"}`;
}
