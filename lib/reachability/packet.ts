import { NetworkInterface } from "../topology";

export type Protocol = "tcp" | "udp" | "icmp";

/** A packet on its way. */
export interface Packet {
  readonly source: string;
  readonly destination: string;
  readonly protocol: Protocol;
  /** The destination's port; undefined for ICMP. */
  readonly port?: number;
  /** The card that sent it, whose security groups other groups' rules may name. */
  readonly sender?: NetworkInterface;
}

/** One place that the packet passes, and what happens to it there. */
export interface Hop {
  readonly elementId: string;
  readonly name: string;
  readonly text: string;
}

/** Where a packet's source address was exchanged, to be undone for the reply. */
export interface Translation {
  readonly elementId: string;
  readonly name: string;
  readonly kind: "nat-instance" | "nat-gateway" | "internet-gateway";
  readonly before: string;
  readonly after: string;
  /** Of a NAT instance: the card that the request came in on, and the one that it left by. */
  readonly inside?: NetworkInterface;
  readonly outside?: NetworkInterface;
}

/** What stops a packet; the codes are those of AWS's Reachability Analyzer where it has one. */
export type BlockCode =
  | "ENI_SG_RULES_MISMATCH"
  | "ENI_SOURCE_DEST_CHECK_RESTRICTION"
  | "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS"
  | "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"
  | "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS"
  | "BAD_STATE_ROUTE"
  | "NO_ROUTE_TO_DESTINATION"
  | "NO_POSSIBLE_DESTINATION"
  | "NETWORK_INTERFACE_NOT_ATTACHED"
  | "ROUTE_LOOP"
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

/** Where a walk ended. */
export type Outcome =
  { readonly blocker: Blocker } | { readonly packet: Packet; readonly at: NetworkInterface | "internet" };

/** A walk tells its hops one by one and ends with its outcome. */
export type Walk = Generator<Hop, Outcome>;

export function describe({ protocol, port }: Pick<Packet, "protocol" | "port">): string {
  return port === undefined ? protocol.toUpperCase() : `${protocol.toUpperCase()} port ${port}`;
}

export function blocked(
  { id, name }: { readonly id: string; readonly name: string },
  code: BlockCode,
  why: string,
  fix: string,
): { blocker: Blocker } {
  return { blocker: { code, elementId: id, name, why, fix } };
}
