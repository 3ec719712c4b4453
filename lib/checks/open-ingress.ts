import { joined } from "../net/joined";
import { holds, prefixLength } from "../net/ranges";
import { GroupRule, coversService, isRule, ruleText, rulesOf } from "./group-rules";
import { StackResource, PlannedNetwork, blocks, nameOf } from "./planned";

/** No single owner has a larger range: of IPv4 a /8, of IPv6 the /12s that IANA gives to regional registries. */
const LARGEST = { ipv4: 8, ipv6: 12 };

/** Something that lets the internet into a security group. */
export interface Opening {
  readonly resource: StackResource;
  readonly rule: GroupRule;
}

/** The ingress rules that open a group to more than any one owner has: each by itself, or together with others. */
export function openIngress(network: PlannedNetwork): Opening[] {
  const all = network.resources.flatMap((resource) => ingressOf(network, resource));
  return all.filter((entry) => {
    if (tooLarge(entry.ranges).length > 0) return true;
    const beside = all.filter(
      (other) => other !== entry && other.group === entry.group && coversService(other.rule, entry.rule),
    );
    const others = beside.flatMap(({ ranges }) => ranges);
    const open = tooLarge([...entry.ranges, ...others]).filter((range) =>
      entry.ranges.some((own) => holds(range, own)),
    );
    if (open.length === 0) return false;
    // What is in a range that others open anyway opens nothing.
    const without = tooLarge(others);
    return open.some((range) => !without.some((other) => holds(other, range)));
  });
}

interface Entry extends Opening {
  /** The group that it is a rule of, as the plan or the configuration knows it. */
  readonly group: string;
  readonly ranges: readonly string[];
}

function ingressOf(network: PlannedNetwork, resource: StackResource): Entry[] {
  const group = isRule(resource) ? groupOf(network, resource) : nameOf(resource);
  return rulesOf(resource)
    .filter(({ direction }) => direction === "ingress")
    .filter((rule) => isRule(resource) || !isRuleOfItsOwn(network, resource, rule))
    .map((rule) => ({ resource, rule, group, ranges: rangesOf(network, resource, rule) }));
}

/** By its address in the stacks where it is one of theirs, otherwise by its id. */
function groupOf(network: PlannedNetwork, rule: StackResource): string {
  const [target] = network.targets(rule, "security_group_id");
  return target ? nameOf(target) : String(rule.values["security_group_id"]);
}

/** A group's state repeats the rules that stand alone, and those are judged by themselves. */
function isRuleOfItsOwn({ resources }: PlannedNetwork, group: StackResource, rule: GroupRule): boolean {
  return resources.some(
    (resource) =>
      isRule(resource) &&
      resource.values["security_group_id"] === group.values["id"] &&
      rulesOf(resource).some((own) => own.direction === rule.direction && ruleText(own) === ruleText(rule)),
  );
}

/** A prefix list is known by its entries where it is one of the stacks'. */
function rangesOf(network: PlannedNetwork, resource: StackResource, { peer }: GroupRule): string[] {
  if (peer.kind === "ipv4" || peer.kind === "ipv6") return [peer.value];
  const lists = network.ofType("aws_ec2_managed_prefix_list");
  const named = ["prefix_list_id", "prefix_list_ids"].flatMap((argument) =>
    network.targets(resource, argument),
  );
  return lists
    .filter((list) => list.values["id"] === peer.value || (peer.kind === "unknown" && named.includes(list)))
    .flatMap(({ values }) => blocks(values, "entry").map(({ cidr }) => String(cidr)));
}

function tooLarge(ranges: readonly string[]): string[] {
  return joined(ranges).filter(
    (range) => prefixLength(range) < LARGEST[range.includes(":") ? "ipv6" : "ipv4"],
  );
}
