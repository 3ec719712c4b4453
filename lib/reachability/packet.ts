import { Family } from "../net/ranges";
import { NetworkInterface, Service } from "../topology";

export type Protocol = "tcp" | "udp" | "icmp";

/** The first and the last of several ports. */
export type Ports = readonly [first: number, last: number];

/**
 * A packet on its way, of IPv4 or of IPv6 as its addresses are. An ICMP one is a ping: an echo request, of type 8 (RFC
 * 792), by IPv6 of type 128 (RFC 4443).
 */
export interface Packet {
  readonly source: string;
  readonly destination: string;
  readonly protocol: Protocol;
  /** The destination's port; undefined for ICMP. */
  readonly port?: number;
  /** The ports of which its sender, or the last that translated it, chose one: the reply is for that. */
  readonly sourcePorts: Ports;
  /** The network interface that sent it, whose security groups other groups' rules may name. */
  readonly sender?: NetworkInterface;
  /** The service of AWS that it is for, such as `s3`: a gateway endpoint knows the addresses that are meant. */
  readonly service?: string;
}

/** Addresses that stand for any host on the internet (RFC 5737, TEST-NET-1; RFC 9637). */
export const SOME_HOST: Readonly<Record<Family, string>> = { ipv4: "192.0.2.1", ipv6: "3fff::1" };

/** An address as the reason for a refusal names it, which may be read where nobody has asked for that address. */
export function addressText(address: string): string {
  return address === SOME_HOST.ipv4 || address === SOME_HOST.ipv6
    ? `${address} (any host on the internet)`
    : address;
}

export function isIpv6({ destination }: Pick<Packet, "destination">): boolean {
  return destination.includes(":");
}

/** By which address a network interface is asked; undefined when it has none of the family. */
export function addressIn(
  { privateIp, ipv6Addresses }: NetworkInterface,
  family: Family,
): string | undefined {
  return family === "ipv4" ? privateIp : ipv6Addresses?.[0];
}

/** One place that the packet passes, and what happens to it there. */
export interface Hop {
  readonly elementId: string;
  readonly name: string;
  readonly text: string;
}

/** Something that a verdict hangs on and that is not known here. */
export interface Missing {
  /** What it is called: an address in Terraform with its stack, or an element's name. */
  readonly name: string;
  readonly why: string;
}

/**
 * What is not known at a place that the packet passes. Where it may only stop the packet (`close`), a packet that is
 * stopped later is stopped all the same; where it may lead it elsewhere (`either`), nothing after it is sure.
 */
export interface Doubt {
  readonly missing: Missing;
  readonly may: "close" | "either";
}

/** Where a packet passed what knows its connection: addresses that were exchanged there are exchanged back for the reply. */
export interface Translation {
  readonly elementId: string;
  readonly name: string;
  readonly kind:
    "nat-instance" | "nat-gateway" | "internet-gateway" | "egress-only-gateway" | "load-balancer";
  /** The source address; the same before and after where none was exchanged. */
  readonly before: string;
  readonly after: string;
  /** The address that the packet was for, where that was exchanged too. */
  readonly destination?: string;
  /** The source ports before. */
  readonly ports: Ports;
  /** The subnet in which the address `after` is; undefined when it is in none. */
  readonly subnetId?: string;
  /** Of a NAT instance: the network interface that the request came in on. */
  readonly inside?: NetworkInterface;
  /** Of a load balancer: the network interface that the request came in on. */
  readonly entry?: NetworkInterface;
}

/** What stops a packet; the codes are those of AWS's Reachability Analyzer where it has one, which is for IPv4 alone. */
export type BlockCode =
  | "ELB_INSTALLED_AZ_RESTRICTION"
  | "ELB_NOT_CROSSZONE"
  | "ELBV2_LISTENER_HAS_NO_TG"
  | "ELBV2_LISTENERS_MISMATCH"
  | "ELBV2_SOURCE_ADDRESS_PRESERVATION"
  | "ENI_SG_RULES_MISMATCH"
  | "ENI_SOURCE_DEST_CHECK_RESTRICTION"
  | "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS"
  | "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"
  | "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS"
  | "BAD_STATE_ROUTE"
  | "EGRESS_ONLY_GATEWAY"
  | "NO_IPV6_ADDRESS"
  | "NEVER_ROUTED"
  | "NO_ROUTE_TO_DESTINATION"
  | "NO_POSSIBLE_DESTINATION"
  | "NETWORK_INTERFACE_NOT_ATTACHED"
  | "ROUTE_LOOP"
  | "SUBNET_ACL_RESTRICTION"
  | "UNSUPPORTED_TARGET"
  | "HOST_FIREWALL"
  | "ASYMMETRIC_REPLY";

/** The first thing that stops a packet, why, and what would change it. */
export interface Blocker {
  readonly code: BlockCode;
  readonly elementId: string;
  readonly name: string;
  readonly why: string;
  readonly fix: string;
}

/** What ends a walk before its end: a blocker, or something that is not known and without which it cannot go on. */
export type Stop = { readonly blocker: Blocker } | { readonly missing: Missing };

/** Where a walk ended. `service` is where a gateway endpoint leads. */
export type Outcome =
  Stop | { readonly packet: Packet; readonly at: NetworkInterface | "internet" | "service" };

/** A walk tells its hops, and what is not known on the way, one by one, and ends with its outcome. */
export type Walk<Result = Outcome> = Generator<Hop | Doubt, Result>;

export function describe(packet: Pick<Packet, "protocol" | "port" | "destination">): string {
  const { protocol, port } = packet;
  if (protocol === "icmp") return isIpv6(packet) ? "ICMPv6" : "ICMP";
  return `${protocol.toUpperCase()} port ${port}`;
}

/** A place that a packet passes. */
export function hop({ id, name }: { readonly id: string; readonly name: string }, text: string): Hop {
  return { elementId: id, name, text };
}

export function blocked(
  { id, name }: { readonly id: string; readonly name: string },
  code: BlockCode,
  why: string,
  fix: string,
): { blocker: Blocker } {
  return { blocker: { code, elementId: id, name, why, fix } };
}

/** What rules see of a packet beside its addresses; several ports where it is not known which its sender chose. */
export type Content =
  | { readonly protocol: "icmp" | "icmpv6"; readonly type: number; readonly code: number }
  | { readonly protocol: "tcp" | "udp"; readonly ports: Ports };

/** An echo request, and the reply to one (RFC 792, RFC 4443). */
const ECHO = {
  ipv4: { request: { protocol: "icmp", type: 8, code: 0 }, reply: { protocol: "icmp", type: 0, code: 0 } },
  ipv6: {
    request: { protocol: "icmpv6", type: 128, code: 0 },
    reply: { protocol: "icmpv6", type: 129, code: 0 },
  },
} as const;

export function requestOf(packet: Pick<Packet, "protocol" | "port" | "destination">): Content {
  const { protocol, port = 0 } = packet;
  if (protocol === "icmp") return ECHO[isIpv6(packet) ? "ipv6" : "ipv4"].request;
  return { protocol, ports: [port, port] };
}

/** @param ports those of which the request's sender chose one */
export function replyOf(reply: Pick<Packet, "protocol" | "destination">, ports: Ports): Content {
  const { protocol } = reply;
  if (protocol === "icmp") return ECHO[isIpv6(reply) ? "ipv6" : "ipv4"].reply;
  return { protocol, ports };
}

/** Whether a rule is for a protocol and, for TCP and UDP, for a port. */
export function covers(rule: Service, content: Content, port = 0): boolean {
  if (rule.protocol === "all") return true;
  if (!("ports" in content)) {
    if (rule.protocol !== content.protocol) return false;
    return isAnyOr(content.type, rule.type) && isAnyOr(content.code, rule.code);
  }
  if ((rule.protocol !== "tcp" && rule.protocol !== "udp") || rule.protocol !== content.protocol)
    return false;
  return (rule.fromPort ?? 0) <= port && port <= (rule.toPort ?? 65535);
}

function isAnyOr(value: number, ruled: number | undefined): boolean {
  return ruled === undefined || ruled === value;
}
