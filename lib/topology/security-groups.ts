import { Block, ReadError, Resource, Source, bySource } from "../terraform-json/stack";
import { grouped } from "../tools/grouped";
import { shown } from "../tools/messages";
import { byId, element, withId } from "./elements";
import { Element, SecurityGroup, SecurityGroupRule } from "./model";
import { Parts } from "./parts";
import { rulesWithManyPeers, ruleWithOnePeer } from "./rules";
import { defaultsOf } from "./vpcs";

const DIRECTIONS = ["ingress", "egress"] as const;
type Direction = (typeof DIRECTIONS)[number];
type Group = Element & {
  readonly vpcId: string;
  /** Where its rules are: in a resource, as AWS makes a default group, or nowhere that was read. */
  readonly rules: Resource | "as-made" | "not-read";
};

interface Found {
  readonly groupId: string;
  readonly direction: Direction;
  readonly rules: readonly SecurityGroupRule[];
}

/** Terraform takes the default egress rule from the groups that it makes, and all rules from those it takes over. */
export function readSecurityGroups(parts: Parts): SecurityGroup[] {
  const read = [...groupsOfTheirOwn(parts), ...defaultGroups(parts)];
  const groups = [...read, ...groupsNotRead(parts, read)].sort(bySource);
  const found = [
    // First those with an address of their own: in a state, a group lists them too.
    ...separateRules(parts, groups),
    ...groups.flatMap((group) => rulesOf(parts, group)),
  ];
  noteUnknownLists(parts, found);
  const byPlace = grouped(found, ({ groupId, direction }) => [`${groupId} ${direction}`]);
  const rulesIn = (id: string, direction: Direction) =>
    distinct((byPlace.get(`${id} ${direction}`) ?? []).flatMap(({ rules }) => rules));
  return groups.map(({ stack, address, id, name, vpcId }) => ({
    ...{ stack, address, id, name, vpcId },
    ingress: rulesIn(id, "ingress"),
    egress: rulesIn(id, "egress"),
  }));
}

function groupsOfTheirOwn({ configuration, problems, vpcs }: Parts): Group[] {
  return problems.each(configuration.ofType("aws_security_group"), (resource) => [
    { ...element(resource), vpcId: byId(configuration, vpcs(), resource, "vpc_id").id, rules: resource },
  ]);
}

function defaultGroups(parts: Parts): Group[] {
  const groups = defaultsOf(parts, {
    type: "aws_default_security_group",
    argument: "vpc_id",
    idIn: ({ defaultSecurityGroupId }) => defaultSecurityGroupId,
  });
  return groups.map(({ resource, ...group }) => ({ ...group, rules: resource ?? "as-made" }));
}

/** Groups that network interfaces are in and that were not read, such as one that is given by its id. */
function groupsNotRead({ interfaceRequests, subnets, problems }: Parts, read: readonly Group[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { stack, address, resource, subnetId, securityGroupIds } of interfaceRequests()) {
    for (const id of securityGroupIds) {
      if (withId(read, id) || groups.has(id)) continue;
      const { vpcId } = withId(subnets(), subnetId)!;
      groups.set(id, { stack, address, id, name: id, vpcId, rules: "not-read" });
      const why = `its security group ${id} was not read`;
      problems.add(resource, { why, touches: [id], may: "open" });
    }
  }
  return [...groups.values()];
}

function rulesOf(parts: Parts, group: Group): Found[] {
  const { rules, id } = group;
  if (rules === "not-read") return [];
  if (rules === "as-made") return rulesOfAws(parts, group);
  const effect = { touches: [id], may: "open" } as const;
  if (rules.data) {
    parts.problems.add(rules, { why: "finds a group without its rules", ...effect });
    return [];
  }
  const read = (block: Block) => rulesWithManyPeers(parts, block, id, "security_groups");
  return DIRECTIONS.map((direction) => {
    return { groupId: id, direction, rules: parts.problems.eachBlock(rules, direction, read, effect) };
  });
}

/** A default group that nobody has touched: its members reach each other, and everything is let out, by IPv6 where the VPC has it. */
function rulesOfAws({ vpcs }: Parts, { stack, address, id, vpcId }: Group): Found[] {
  const rule = { stack, address, protocol: "all" as const };
  const ingress = { ...rule, peer: { kind: "security-group" as const, id } };
  const anywhere = withId(vpcs(), vpcId)?.ipv6Cidrs ? ["0.0.0.0/0", "::/0"] : ["0.0.0.0/0"];
  const egress = anywhere.map((cidr) => ({ ...rule, peer: { kind: "cidr" as const, cidr } }));
  return [
    { groupId: id, direction: "ingress", rules: [ingress] },
    { groupId: id, direction: "egress", rules: egress },
  ];
}

function separateRules(parts: Parts, groups: readonly Group[]): Found[] {
  const { configuration, problems } = parts;
  const groupId = (rule: Resource) => byId(configuration, groups, rule, "security_group_id").id;
  const withOnePeer = DIRECTIONS.flatMap((direction) =>
    problems.each(configuration.ofType(`aws_vpc_security_group_${direction}_rule`), (rule) => [
      { groupId: groupId(rule), direction, rules: ruleWithOnePeer(parts, rule) },
    ]),
  );
  const withManyPeers = problems.each(configuration.ofType("aws_security_group_rule"), (rule) => {
    const type = configuration.required(rule, "type");
    if (type !== "ingress" && type !== "egress") {
      throw new ReadError(rule, `type ${shown(type)} is neither ingress nor egress`);
    }
    const id = groupId(rule);
    const rules = rulesWithManyPeers(parts, rule, id, "source_security_group_id");
    return [{ groupId: id, direction: type as Direction, rules }];
  });
  return [...withOnePeer, ...withManyPeers];
}

/** A list's ranges only let more in, or out. */
function noteUnknownLists({ problems }: Parts, found: readonly Found[]): void {
  for (const { groupId, rules } of found) {
    for (const { stack, address, peer } of rules) {
      if (peer.kind !== "prefix-list" || peer.cidrs) continue;
      const why = `has a rule for the prefix list ${peer.id}, whose ranges were not read`;
      problems.add({ stack, address }, { why, touches: [groupId], may: "open" });
    }
  }
}

function distinct(rules: readonly SecurityGroupRule[]): SecurityGroupRule[] {
  const first = new Map<string, SecurityGroupRule>();
  for (const rule of rules) {
    const key = withoutSource(rule);
    if (!first.has(key)) first.set(key, rule);
  }
  return [...first.values()];
}

function withoutSource(rule: SecurityGroupRule): string {
  const of: Source = { stack: "", address: "" };
  const entries = Object.entries({ ...rule, ...of }).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries);
}
