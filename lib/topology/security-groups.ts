import { Configuration, bySource } from "../terraform-json/configuration";
import { CardRequest } from "./cards";
import { byId, element, known } from "./elements";
import { Element, NotUnderstood, SecurityGroup, SecurityGroupRule, Source } from "./model";
import { Network } from "./network";
import { ruleWithOnePeer, rulesWithManyPeers } from "./security-group-rules";
import { Resource } from "../terraform-json/stack";
import { ReadError } from "../terraform-json/read-error";

type Direction = "ingress" | "egress";
type Group = Element & { readonly vpcId: string; readonly resource?: Resource };

interface Found extends Source {
  readonly groupId: string;
  readonly direction: Direction;
  readonly rules: readonly SecurityGroupRule[];
}

export interface SecurityGroups {
  readonly groups: readonly SecurityGroup[];
  /** Rules that name prefix lists whose ranges were not read. */
  readonly notUnderstood: readonly NotUnderstood[];
}

/** Terraform takes the default egress rule from the groups that it makes, and all rules from those it takes over. */
export function readSecurityGroups(network: Network): SecurityGroups {
  const groups = [...groupsOfTheirOwn(network), ...defaultGroups(network)].sort(bySource);
  // First those with an address of their own: in a state, a group lists them too.
  const found = [...separateRules(network, groups), ...groups.flatMap((group) => rulesOf(network, group))];
  const rulesIn = (id: string, direction: Direction) =>
    distinct(
      found
        .filter((rule) => rule.groupId === id && rule.direction === direction)
        .flatMap(({ rules }) => rules),
    );
  return {
    groups: groups.map(({ stack, address, id, name, vpcId }) => ({
      stack,
      address,
      id,
      name,
      vpcId,
      ingress: rulesIn(id, "ingress"),
      egress: rulesIn(id, "egress"),
    })),
    notUnderstood: found.flatMap(unknownLists),
  };
}

/** A card's groups, all of which have to be there. */
export function knownGroups(network: Network, { securityGroupIds, resource }: CardRequest): string[] {
  const { groups } = network.securityGroups();
  return securityGroupIds.map((id) => known(groups, id, resource, "security group").id);
}

function groupsOfTheirOwn({ configuration, vpcs }: Network): Group[] {
  return configuration.ofType("aws_security_group").map((resource) => ({
    ...element(resource),
    vpcId: byId(configuration, vpcs(), resource, "vpc_id").id,
    resource,
  }));
}

/** The group that AWS makes with each VPC, and the resource that takes it over, if any. */
function defaultGroups({ configuration, vpcs }: Network): Group[] {
  const adopted = configuration.ofType("aws_default_security_group").map((resource) => ({
    resource,
    vpcId: byId(configuration, vpcs(), resource, "vpc_id").id,
  }));
  return vpcs().map((vpc) => {
    const id = vpc.defaultSecurityGroupId;
    const resource = adopted.find(({ vpcId }) => vpcId === vpc.id)?.resource;
    if (resource) return { ...element(resource, id), vpcId: vpc.id, resource };
    return { stack: vpc.stack, address: vpc.address, id, name: `${vpc.name}-default`, vpcId: vpc.id };
  });
}

function rulesOf(network: Network, { resource, ...group }: Group): Found[] {
  if (!resource) return rulesOfAws(group);
  return (["ingress", "egress"] as const).flatMap((direction) =>
    network.configuration.blocks(resource, direction).map((block) => ({
      ...source(block),
      groupId: group.id,
      direction,
      rules: rulesWithManyPeers(network, block, group.id, "security_groups"),
    })),
  );
}

/** A default group that nobody has touched: its members reach each other, and everything is let out. */
function rulesOfAws(group: Element): Found[] {
  const rule = { ...source(group), protocol: "all" as const };
  const ingress = { ...rule, peer: { kind: "security-group" as const, id: group.id } };
  const egress = { ...rule, peer: { kind: "cidr" as const, cidr: "0.0.0.0/0" } };
  return [
    { ...source(group), groupId: group.id, direction: "ingress", rules: [ingress] },
    { ...source(group), groupId: group.id, direction: "egress", rules: [egress] },
  ];
}

/** A list's ranges only let more in, or out. */
function unknownLists({ groupId, rules }: Found): NotUnderstood[] {
  return rules.flatMap(({ stack, address, peer }) =>
    peer.kind === "prefix-list" && !peer.cidrs
      ? [
          {
            ...{ stack, address },
            why: `has a rule for the prefix list ${peer.id}, whose ranges were not read`,
            touches: [groupId],
            may: "open" as const,
          },
        ]
      : [],
  );
}

function separateRules(network: Network, groups: readonly Group[]): Found[] {
  const { configuration } = network;
  const groupId = (rule: Resource) => byId(configuration, groups, rule, "security_group_id").id;
  const withOnePeer = (["ingress", "egress"] as const).flatMap((direction) =>
    configuration.ofType(`aws_vpc_security_group_${direction}_rule`).map((rule) => ({
      ...source(rule),
      groupId: groupId(rule),
      direction,
      rules: ruleWithOnePeer(network, rule),
    })),
  );
  const withManyPeers = configuration.ofType("aws_security_group_rule").map((rule) => ({
    ...source(rule),
    groupId: groupId(rule),
    direction: directionOf(configuration, rule),
    rules: rulesWithManyPeers(network, rule, groupId(rule), "source_security_group_id"),
  }));
  return [...withOnePeer, ...withManyPeers];
}

function directionOf(configuration: Configuration, rule: Resource): Direction {
  const type = configuration.required(rule, "type");
  if (type === "ingress" || type === "egress") return type;
  throw new ReadError(rule, `type "${type}" is neither ingress nor egress`);
}

function distinct(rules: readonly SecurityGroupRule[]): SecurityGroupRule[] {
  const key = (rule: SecurityGroupRule) =>
    JSON.stringify(
      Object.entries(rule)
        .filter(([name]) => name !== "stack" && name !== "address")
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  const first = new Map<string, SecurityGroupRule>();
  for (const rule of rules) if (!first.has(key(rule))) first.set(key(rule), rule);
  return [...first.values()];
}

function source({ stack, address }: Source): Source {
  return { stack, address };
}
