import { Block, ReadError, Resource, bySource } from "../terraform-json/stack";
import { grouped } from "../tools/grouped";
import { shown } from "../tools/messages";
import { byId, element, known, withId } from "./elements";
import { NetworkAcl, NetworkAclRule } from "./model";
import { Parts } from "./parts";
import { readService } from "./rules";
import { defaultsOf } from "./vpcs";

type Direction = "ingress" | "egress";
type Acl = Omit<NetworkAcl, Direction> & { readonly resource?: Resource };

interface Found {
  readonly aclId: string;
  readonly direction: Direction;
  readonly rules: readonly NetworkAclRule[];
}

/** Terraform takes every rule from the ACLs that it makes and from the default ones that it takes over. */
export function readNetworkAcls(parts: Parts): NetworkAcl[] {
  const acls = [...aclsOfTheirOwn(parts), ...defaultAcls(parts)].sort(bySource);
  const found = [...separateRules(parts, acls), ...acls.flatMap((acl) => rulesOf(parts, acl))];
  const byPlace = grouped(found, ({ aclId, direction }) => [`${aclId} ${direction}`]);
  const rulesIn = (id: string, direction: Direction) => {
    const rules = (byPlace.get(`${id} ${direction}`) ?? []).flatMap((each) => each.rules);
    // In a state, an ACL lists also the rules that are resources of their own.
    const byNumber = new Map([...rules].reverse().map((rule) => [ruleKey(rule), rule]));
    return [...byNumber.values()].sort((a, b) => a.number - b.number);
  };
  return acls.map(({ stack, address, id, name, vpcId, default: isDefault }) => ({
    ...{ stack, address, id, name, vpcId, default: isDefault },
    ingress: rulesIn(id, "ingress"),
    egress: rulesIn(id, "egress"),
  }));
}

/** The network ACL of each subnet that has not its VPC's default one, by the subnet's id. */
export function aclsOfSubnets(parts: Parts): ReadonlyMap<string, string> {
  const { configuration, problems, subnets, networkAcls } = parts;
  const acls = new Map<string, string>();
  problems.each(configuration.ofType("aws_network_acl"), (resource) => {
    const { id } = element(resource);
    if (!withId(networkAcls(), id)) return [];
    const ids = configuration.texts(resource, "subnet_ids");
    // In a state, an ACL may list subnets that were not read.
    const read = resource.deployed ? ids.filter((subnet) => withId(subnets(), subnet)) : ids;
    for (const subnet of read) acls.set(known(subnets(), subnet, resource, "subnet").id, id);
    return [];
  });
  problems.each(configuration.ofType("aws_network_acl_association"), (association) => {
    const subnet = byId(configuration, subnets(), association, "subnet_id");
    acls.set(subnet.id, byId(configuration, networkAcls(), association, "network_acl_id").id);
    return [];
  });
  return acls;
}

function aclsOfTheirOwn({ configuration, problems, vpcs }: Parts): Acl[] {
  return problems.each(configuration.ofType("aws_network_acl"), (resource) => [
    {
      ...element(resource),
      vpcId: byId(configuration, vpcs(), resource, "vpc_id").id,
      default: false,
      resource,
    },
  ]);
}

function defaultAcls(parts: Parts): Acl[] {
  const acls = defaultsOf(parts, {
    type: "aws_default_network_acl",
    argument: "default_network_acl_id",
    idIn: ({ defaultNetworkAclId }) => defaultNetworkAclId,
  });
  return acls.map((acl) => ({ ...acl, default: true }));
}

function separateRules({ configuration, problems }: Parts, acls: readonly Acl[]): Found[] {
  return problems.each(configuration.ofType("aws_network_acl_rule"), (rule) => [
    {
      aclId: byId(configuration, acls, rule, "network_acl_id").id,
      direction: configuration.flag(rule, "egress") ? ("egress" as const) : ("ingress" as const),
      rules: readRule({ configuration }, rule, { number: "rule_number", action: "rule_action" }),
    },
  ]);
}

function rulesOf(parts: Parts, acl: Acl): Found[] {
  const { resource, id } = acl;
  const effect = { touches: [id], may: "either" } as const;
  const read = (block: Block) => readRule(parts, block, { number: "rule_no", action: "action" });
  return (["ingress", "egress"] as const).map((direction) => {
    const rules = resource
      ? parts.problems.eachBlock(resource, direction, read, effect)
      : letEverythingThrough(parts, acl);
    return { aclId: id, direction, rules };
  });
}

/** What AWS puts into a default ACL, for IPv6 too where the VPC has a range of it (VPC user guide, "Default network ACL"). */
function letEverythingThrough({ vpcs }: Parts, { stack, address, vpcId }: Acl): NetworkAclRule[] {
  const rule = { stack, address, number: 100, action: "allow", protocol: "all", cidr: "0.0.0.0/0" } as const;
  return withId(vpcs(), vpcId)?.ipv6Cidrs ? [rule, { ...rule, number: 101, cidr: "::/0" }] : [rule];
}

/** One rule; it has a range of IPv4 or of IPv6. */
function readRule(
  { configuration }: Pick<Parts, "configuration">,
  block: Block,
  names: { readonly number: string; readonly action: string },
): NetworkAclRule[] {
  const action = configuration.required(block, names.action).toLowerCase();
  if (action !== "allow" && action !== "deny") {
    throw new ReadError(block, `${names.action} ${shown(action)} is neither allow nor deny`);
  }
  const number = configuration.integer(block, names.number);
  if (number === undefined) throw new ReadError(block, `has a rule without ${names.number}`);
  const icmp = { type: "icmp_type", code: "icmp_code" };
  const service = readService(configuration, block, { protocol: "protocol", icmp });
  const ranges = ["cidr_block", "ipv6_cidr_block"].flatMap((name) => configuration.range(block, name) ?? []);
  if (ranges.length === 0) throw new ReadError(block, "has a rule without cidr_block or ipv6_cidr_block");
  const { stack, address } = block;
  return ranges.map((cidr) => ({ stack, address, number, action, ...service, cidr }));
}

function ruleKey({ number, cidr }: NetworkAclRule): string {
  return `${number} ${cidr.includes(":") ? "IPv6" : "IPv4"}`;
}
