import { Values } from "../terraform-json/plan-json";
import { GROUP_TYPES, GroupRule, isRule, revoke, ruleText, rulesOf } from "./group-rules";
import { StackResource, PlannedNetwork, PlannedStack, blocks, nameOf, stateOf } from "./planned";

/** What somebody, or something, added to a resource of ours behind Terraform's back: no stack has it. */
export interface Addition {
  /** What it was added to: `nat-instance/aws_security_group.nat`. */
  readonly resource: string;
  /** `ingress of tcp, port 22 from 203.0.113.7/32` */
  readonly what: string;
  /** Whether the plan takes it away. Otherwise Terraform leaves it there without a word. */
  readonly isUndone: boolean;
  /** The command that takes it away, on one line. */
  readonly undo: string;
  /** The argument of the resource that shows it. */
  readonly argument: string;
  /** When it is a security group's rule. */
  readonly rule?: GroupRule;
}

/**
 * What AWS has in the stacks' security groups, route tables and roles, and no stack does.
 *
 * Rules, routes and policies may be resources of their own, so whatever a group, a table or a role holds besides,
 * Terraform takes for such a one of somebody else's, and plans nothing.
 */
export function additionsOf(stacks: readonly PlannedStack[], region: string): Addition[] {
  const now = stateOf(stacks);
  const planned = new PlannedNetwork(stacks);
  const owned = new Set(now.flatMap(ownedBy));
  return now.flatMap((holder) => {
    const later = planned.find(holder);
    const kept = new Set(later ? partsOf(later, region).map(({ key }) => key) : []);
    return partsOf(holder, region)
      .filter(({ key }) => !owned.has(key))
      .filter(({ key, argument }) => !(planned.says(holder, argument) && kept.has(key)))
      .map(({ key, what, undo, argument, rule }) => ({
        resource: nameOf(holder),
        what,
        isUndone: !kept.has(key),
        undo,
        argument,
        ...(rule && { rule }),
      }));
  });
}

/** One of what a resource holds. */
interface Part extends Omit<Addition, "resource" | "isUndone"> {
  /** The same for the same thing, whichever resource has it. */
  readonly key: string;
}

function partsOf(holder: StackResource, region: string): Part[] {
  const { type, values } = holder;
  if (GROUP_TYPES.includes(type)) {
    return rulesOf(holder).map((rule) => ({
      key: ruleKey(values["id"], rule),
      argument: rule.direction,
      what: `${rule.direction} of ${ruleText(rule)}`,
      undo: revoke(rule, String(values["id"]), region),
      rule,
    }));
  }
  if (type === "aws_route_table") {
    return blocks(values, "route").map((route) => ({
      key: routeKey(values["id"], destinationOf(route)),
      argument: "route",
      what: `a route of ${destinationOf(route)} to ${targetOf(route)}`,
      undo: deleteRoute(destinationOf(route), String(values["id"]), region),
    }));
  }
  if (type !== "aws_iam_role") return [];
  const role = String(values["name"]);
  return [
    ...([values["managed_policy_arns"] ?? []].flat() as string[]).map((arn) => ({
      key: `${role} ${arn}`,
      argument: "managed_policy_arns",
      what: `the policy ${arn}`,
      undo: detachPolicy(arn, role),
    })),
    ...blocks(values, "inline_policy")
      .filter(({ name }) => name)
      .map(({ name }) => ({
        key: `${role} ${String(name)}`,
        argument: "inline_policy",
        what: `the inline policy ${String(name)}`,
        undo: deletePolicy(String(name), role),
      })),
  ];
}

/** What a resource of its own makes in a group, a route table or a role. */
function ownedBy(resource: StackResource): string[] {
  const { type, values } = resource;
  if (isRule(resource)) return rulesOf(resource).map((rule) => ruleKey(values["security_group_id"], rule));
  if (type === "aws_route") return [routeKey(values["route_table_id"], destinationOf(values))];
  if (type === "aws_iam_role_policy_attachment") return [`${values["role"]} ${values["policy_arn"]}`];
  if (type === "aws_iam_role_policy") return [`${values["role"]} ${values["name"]}`];
  return [];
}

function ruleKey(group: unknown, rule: GroupRule): string {
  return `${String(group)} ${rule.direction} ${ruleText(rule)}`;
}

function routeKey(table: unknown, destination: string): string {
  return `${String(table)} ${destination}`;
}

/** A table's blocks and routes of their own call it differently. */
function destinationOf(route: Values): string {
  const { cidr_block, destination_cidr_block, ipv6_cidr_block, destination_ipv6_cidr_block } = route;
  const ranges = [cidr_block, destination_cidr_block, ipv6_cidr_block, destination_ipv6_cidr_block];
  return String([...ranges, route["destination_prefix_list_id"]].find((each) => each));
}

function targetOf(route: Values): string {
  const isTarget = (name: string) => !/cidr_block|destination/.test(name);
  const [, target = "nothing"] = Object.entries(route).find(([name, value]) => isTarget(name) && value) ?? [];
  return String(target);
}

/** The command that takes a route out of a table. */
function deleteRoute(destination: string, tableId: string, region: string): string {
  const kind = destination.startsWith("pl-")
    ? "prefix-list-id"
    : destination.includes(":")
      ? "ipv6-cidr-block"
      : "cidr-block";
  return `aws ec2 delete-route --region ${region} --route-table-id ${tableId} --destination-${kind} ${destination}`;
}

/** The command that takes a managed policy from a role. */
function detachPolicy(arn: string, role: string): string {
  return `aws iam detach-role-policy --role-name ${role} --policy-arn ${arn}`;
}

/** The command that takes an inline policy from a role. */
function deletePolicy(name: string, role: string): string {
  return `aws iam delete-role-policy --role-name ${role} --policy-name ${name}`;
}
