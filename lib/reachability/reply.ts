import { NetworkInterface } from "../topology";
import { cardTowards } from "./host-routes";
import { Network } from "./network";
import { Blocker, Hop, Packet, Translation, blocked } from "./packet";
import { hop } from "./steps";

export type ReplyWalk = Generator<Hop, Blocker | undefined>;

/**
 * Walks the reply from where the request ended back to the card that sent it: each translation is undone where it was
 * made. Security groups remember the request, so they let the reply through without a rule.
 */
export function* walkReply(
  network: Network,
  from: NetworkInterface | "internet",
  request: Packet,
  sender: NetworkInterface | "internet",
  translations: readonly Translation[],
): ReplyWalk {
  if (from !== "internet") return yield* replyFromCard(network, from, request, sender);
  let to = request.source;
  for (const translation of [...translations].reverse()) {
    yield undo(translation, to);
    to = translation.before;
    if (!translation.inside) continue;
    const instance = network.instanceOf(translation.inside)!;
    const card = cardTowards(network, instance, to);
    if (card.sourceDestCheck) return stoppedAt(card, instance.name, request.destination);
    yield leaveNatHost(network, translation, card, to);
  }
  if (sender !== "internet") yield arrive(sender);
  return undefined;
}

function* replyFromCard(
  network: Network,
  from: NetworkInterface,
  request: Packet,
  sender: NetworkInterface | "internet",
): ReplyWalk {
  const leaving = replyCard(network, from, request.source);
  if (leaving !== from && leaving.sourceDestCheck) {
    return stoppedAt(leaving, network.instanceOf(from)!.name, from.privateIp);
  }
  const subnet = network.subnetOf(leaving);
  const table = network.tableOf(subnet);
  const route = network.route(subnet, request.source);
  if (route === "local" && sender !== "internet") {
    yield hop(table, `${request.source} is inside the VPC: local route`);
    yield arrive(sender);
    return undefined;
  }
  if (route === undefined || route === "local") {
    return blocked(
      table,
      "NO_ROUTE_TO_DESTINATION",
      `route table ${table.name} of subnet ${subnet.name} has no route for the reply to ${request.source}`,
      "add a default route to the internet gateway",
    ).blocker;
  }
  if (route.target.kind !== "internet-gateway") {
    return blocked(
      table,
      "ASYMMETRIC_REPLY",
      `the request came in by the internet gateway, and route ${route.destination} leads the reply to a ${route.target.kind}, which would send it from another address`,
      "lead the default route of a subnet with public addresses to the internet gateway",
    ).blocker;
  }
  const gateway = network.gateway(route.target.id);
  if (gateway.vpcId !== subnet.vpcId) {
    return blocked(
      table,
      "BAD_STATE_ROUTE",
      `the reply to ${request.source} is led to ${gateway.name}, which is not attached to this VPC`,
      "lead the default route to the internet gateway that is",
    ).blocker;
  }
  yield hop(gateway, `translates ${from.privateIp} back to ${from.publicIp}, the address that was asked`);
  return undefined;
}

/** The card by which an instance replies: it goes by its routes, not by where the request came in. */
function replyCard(network: Network, from: NetworkInterface, to: string): NetworkInterface {
  const instance = network.instanceOf(from);
  return instance ? cardTowards(network, instance, to) : from;
}

function stoppedAt(card: NetworkInterface, instance: string, source: string): Blocker {
  return blocked(
    card,
    "ENI_SOURCE_DEST_CHECK_RESTRICTION",
    `${instance} sends the reply by ${card.name}, whose source/destination check is on, and it comes from ${source}, not from ${card.privateIp}`,
    "give the host a route by the card that the request came in on, or set source_dest_check = false on this one",
  ).blocker;
}

function undo({ elementId, name, kind, before, after }: Translation, to: string): Hop {
  const text =
    kind === "internet-gateway"
      ? `the reply comes for ${to}; translates it back to ${before}, one to one`
      : `finds the connection in its table: ${after} belongs to ${before}, and translates back`;
  return { elementId, name, text };
}

function leaveNatHost(network: Network, { name }: Translation, inside: NetworkInterface, to: string): Hop {
  const table = network.tableOf(network.subnetOf(inside)).name;
  return hop(inside, `${name} sends it on by this card, whose check is off; ${table}: ${to} is local`);
}

function arrive(card: NetworkInterface): Hop {
  return hop(card, `reaches ${card.privateIp}; its security groups remember the request`);
}
