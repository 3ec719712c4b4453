import { NetworkInterface, Route } from "../topology";
import { Network } from "./network";
import { Blocker, Hop, Packet, blocked, describe } from "./packet";
import { groupNames, permitIngress } from "./security-groups";

/** A place that a packet passes. */
export function hop({ id, name }: { readonly id: string; readonly name: string }, text: string): Hop {
  return { elementId: id, name, text };
}

/** The refusal of a card whose security groups do not let the packet in; undefined when one does. */
export function refusedAt(
  network: Network,
  card: NetworkInterface,
  packet: Packet,
): { blocker: Blocker } | undefined {
  if (permitIngress(network, card, packet)) return undefined;
  return blocked(
    card,
    "ENI_SG_RULES_MISMATCH",
    `no ingress rule of ${groupNames(network, card)} lets ${describe(packet)} in from ${packet.source}`,
    "add an ingress rule for that source and port, as narrow as it can be",
  );
}

/** What a route leads to, in words. */
export function targetName(network: Network, { target, address }: Route): string {
  switch (target.kind) {
    case "network-interface":
      return `card ${network.card(target.id).name}`;
    case "internet-gateway":
    case "nat-gateway":
    case "egress-only-gateway":
      return network.gateway(target.id).name;
    default:
      return address;
  }
}
