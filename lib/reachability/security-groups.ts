import { holds } from "../net/ranges";
import { NetworkInterface, Peer, SecurityGroup, SecurityGroupRule } from "../topology";
import { Network } from "./network";
import { Doubt, Packet, Stop, Walk, addressText, blocked, covers, describe, requestOf } from "./packet";
import { nameOf, notRead } from "./unread";

type Direction = "ingress" | "egress";

/** The other end, as a rule sees it. */
interface Other {
  readonly address: string;
  /** Its network interface, when that is in the VPC. */
  readonly networkInterface?: NetworkInterface;
}

/**
 * Lets the packet out of a network interface, or says what stops it. `receiver` is the network interface that it goes
 * to, if that is in the VPC.
 */
export function* passEgress(
  network: Network,
  networkInterface: NetworkInterface,
  packet: Packet,
  receiver?: NetworkInterface,
): Walk<Stop | undefined> {
  const other = { address: packet.destination, networkInterface: receiver };
  if (yield* isPermitted(network, networkInterface, packet, "egress", other)) return undefined;
  return blocked(
    networkInterface,
    "ENI_SG_RULES_MISMATCH",
    `no egress rule of ${groupNames(network, networkInterface)} lets ${describe(packet)} out to ${addressText(packet.destination)}`,
    "add such an egress rule",
  );
}

/** Lets the packet into a network interface, or says what stops it. */
export function* passIngress(
  network: Network,
  networkInterface: NetworkInterface,
  packet: Packet,
): Walk<Stop | undefined> {
  const other = { address: packet.source, networkInterface: packet.sender };
  if (yield* isPermitted(network, networkInterface, packet, "ingress", other)) return undefined;
  return blocked(
    networkInterface,
    "ENI_SG_RULES_MISMATCH",
    `no ingress rule of ${groupNames(network, networkInterface)} lets ${describe(packet)} in from ${addressText(packet.source)}`,
    "add an ingress rule for that source and port, as narrow as it can be",
  );
}

/** Rules only ever let through: one that was not read matters where no other does. */
function* isPermitted(
  network: Network,
  networkInterface: NetworkInterface,
  packet: Packet,
  direction: Direction,
  other: Other,
): Generator<Doubt, boolean> {
  const content = requestOf(packet);
  const all = network.groupsOf(networkInterface).flatMap((group) => group[direction]);
  const rules = all.filter((rule) => covers(rule, content, packet.port));
  if (rules.some(({ peer }) => isPeer(network, peer, packet, other))) return true;
  // What a rule for an unread list is for was read, and it is judged as a rule.
  const judged = new Set(all.filter(isOfUnreadList).map(nameOf));
  const maybe = [
    ...rules.filter(isOfUnreadList).map((rule) => ({
      name: nameOf(rule),
      why: `is for the prefix list ${rule.peer.id}, whose ranges were not read and may hold ${other.address}`,
    })),
    ...network
      .unread(networkInterface.securityGroupIds, "open")
      .filter((one) => one.may !== "open" || !judged.has(nameOf(one)))
      .map(notRead),
  ];
  for (const missing of maybe) yield { missing, may: "close" };
  return maybe.length > 0;
}

function isPeer(network: Network, peer: Peer, packet: Packet, { address, networkInterface }: Other): boolean {
  switch (peer.kind) {
    case "cidr":
      return holds(peer.cidr, address);
    case "security-group":
      return networkInterface?.securityGroupIds.includes(peer.id) ?? false;
    case "prefix-list":
      return (
        (peer.cidrs?.some((cidr) => holds(cidr, address)) ?? false) ||
        (packet.service !== undefined && network.isListOf(peer.id, packet.service))
      );
  }
}

function isOfUnreadList(
  rule: SecurityGroupRule,
): rule is SecurityGroupRule & { readonly peer: { readonly kind: "prefix-list"; readonly id: string } } {
  return rule.peer.kind === "prefix-list" && rule.peer.cidrs === undefined;
}

/** The groups' names for a text: `security group Private`, `security groups A and B`. */
export function groupNames(network: Network, networkInterface: NetworkInterface): string {
  const names = network.groupsOf(networkInterface).map(({ name }: SecurityGroup) => name);
  return `${names.length === 1 ? "security group" : "security groups"} ${names.join(" and ") || "(none)"}`;
}
