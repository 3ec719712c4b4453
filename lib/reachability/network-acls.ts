import { holds } from "../net/ranges";
import { NetworkAclRule, Subnet } from "../topology";
import { Network } from "./network";
import { Content, Stop, Walk, blocked, covers } from "./packet";
import { doubtsAt, nameOf } from "./unread";

/** What crosses a subnet's border, request or reply alike: network ACLs know of no connections. */
export interface Crossing {
  readonly source: string;
  readonly destination: string;
  readonly content: Content;
}

/**
 * Passes the network ACLs of the subnet that is left and of the one that is entered, each undefined outside of subnets;
 * inside of one subnet there is none (VPC user guide, "Control subnet traffic with network access control lists").
 */
export function* cross(
  network: Network,
  from: Subnet | undefined,
  to: Subnet | undefined,
  crossing: Crossing,
): Walk<Stop | undefined> {
  if (from?.id === to?.id) return undefined;
  const refused = from && (yield* passAcl(network, from, "egress", crossing));
  return refused ?? (to && (yield* passAcl(network, to, "ingress", crossing)));
}

function* passAcl(
  network: Network,
  subnet: Subnet,
  direction: "ingress" | "egress",
  { source, destination, content }: Crossing,
): Walk<Stop | undefined> {
  const acl = network.aclOf(subnet);
  yield* doubtsAt(network, acl.id);
  const other = direction === "egress" ? destination : source;
  const actions = new Set(actionsOf(acl[direction], content, other));
  const packet = `${inWords(content)} ${direction === "egress" ? `out to ${other}` : `in from ${other}`}`;
  if (actions.size > 1) {
    const why = `lets only some of ${packet}, and which port it is the sender chooses`;
    yield { missing: { name: nameOf(acl), why }, may: "close" };
  }
  if (actions.has("allow")) return undefined;
  return blocked(
    acl,
    "SUBNET_ACL_RESTRICTION",
    `${direction} rules of network ACL ${acl.name} of subnet ${subnet.name} do not let ${packet}`,
    `allow it by an ${direction} rule with a lower number; a reply goes to a port of 1024-65535`,
  );
}

/** What the rules do with the content, for each port where that differs: the first that fits decides. */
function actionsOf(
  rules: readonly NetworkAclRule[],
  content: Content,
  other: string,
): NetworkAclRule["action"][] {
  const fitting = rules.filter(({ cidr }) => holds(cidr, other));
  return portsToTry(fitting, content).map(
    (port) => fitting.find((rule) => covers(rule, content, port))?.action ?? "deny",
  );
}

/** The first port, and each at which a rule begins or has just ended. */
function portsToTry(rules: readonly NetworkAclRule[], content: Content): readonly number[] {
  if (!("ports" in content)) return [0];
  const [first, last] = content.ports;
  const borders = rules.flatMap((rule) =>
    "fromPort" in rule ? [rule.fromPort ?? 0, (rule.toPort ?? 65535) + 1] : [],
  );
  return [first, ...borders.filter((port) => first < port && port <= last)];
}

function inWords(content: Content): string {
  if (!("ports" in content)) {
    return `${content.protocol === "icmp" ? "ICMP" : "ICMPv6"} type ${content.type}`;
  }
  const [first, last] = content.ports;
  return `${content.protocol.toUpperCase()} ${first === last ? `port ${first}` : `ports ${first}-${last}`}`;
}
