import { NetworkInterface, SecurityGroup, SecurityGroupRule, Service } from "../topology";
import { Network, isInside } from "./network";
import { Packet } from "./packet";

/** A rule that lets a packet through, with the group that it is in. */
export interface Permit {
  readonly group: SecurityGroup;
  readonly rule: SecurityGroupRule;
}

/** The first rule that lets the packet out of a card. `receiver` is the card that it goes to, if that is in the VPC. */
export function permitEgress(
  network: Network,
  card: NetworkInterface,
  packet: Packet,
  receiver?: NetworkInterface,
): Permit | undefined {
  return permit(network, card, packet, "egress", packet.destination, receiver);
}

/** The first rule that lets the packet into a card. */
export function permitIngress(network: Network, card: NetworkInterface, packet: Packet): Permit | undefined {
  return permit(network, card, packet, "ingress", packet.source, packet.sender);
}

function permit(
  network: Network,
  card: NetworkInterface,
  packet: Packet,
  direction: "ingress" | "egress",
  peerAddress: string,
  peer: NetworkInterface | undefined,
): Permit | undefined {
  return network
    .groupsOf(card)
    .flatMap((group) => group[direction].map((rule) => ({ group, rule })))
    .find(({ rule }) => coversService(rule, packet) && coversPeer(rule, peerAddress, peer));
}

/** ICMP stands for a ping, whose type is 8 and whose code is 0. */
function coversService(service: Service, packet: Packet): boolean {
  if (service.protocol === "all") return true;
  if (service.protocol !== packet.protocol) return false;
  if (service.protocol === "icmp") {
    const { type = 8, code = 0 } = service;
    return type === 8 && code === 0;
  }
  if (service.protocol !== "tcp" && service.protocol !== "udp") return false;
  const { fromPort, toPort } = service;
  if (fromPort === undefined || toPort === undefined || packet.port === undefined) return true;
  return fromPort <= packet.port && packet.port <= toPort;
}

function coversPeer(
  { peer }: SecurityGroupRule,
  address: string,
  card: NetworkInterface | undefined,
): boolean {
  if (peer.kind === "cidr") return isInside(address, peer.cidr);
  if (peer.kind === "prefix-list") return peer.cidrs?.some((cidr) => isInside(address, cidr)) ?? false;
  return card?.securityGroupIds.includes(peer.id) ?? false;
}

/** The groups' names for a text: `group Private`, `groups A and B`. */
export function groupNames(network: Network, card: NetworkInterface): string {
  const names = network.groupsOf(card).map(({ name }) => name);
  return `${names.length === 1 ? "security group" : "security groups"} ${names.join(" and ") || "(none)"}`;
}
