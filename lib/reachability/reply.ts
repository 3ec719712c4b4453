import { NetworkInterface, Subnet } from "../topology";
import { interfaceTowards } from "./host";
import { Network } from "./network";
import { cross } from "./network-acls";
import { Packet, Ports, Stop, Translation, Walk, addressText, blocked, hop, replyOf } from "./packet";
import { unfollowed } from "./request";
import { doubtsAt, doubtsOfTable, nameOf } from "./unread";

/** A request that has arrived, to be replied to. */
export interface Arrived {
  readonly packet: Packet;
  readonly at: NetworkInterface | "internet" | "service";
  readonly sender: NetworkInterface | "internet";
  readonly translations: readonly Translation[];
}

/**
 * Walks the reply from where the request ended back to the network interface that sent it: each translation is undone
 * where it was made. Security groups remember the request, so they let the reply through without a rule; network ACLs
 * do not.
 */
export function* walkReply(network: Network, arrived: Arrived): Walk<Stop | undefined> {
  const { at, packet, sender, translations } = arrived;
  let way: Way = { place: undefined, to: packet.source, ports: packet.sourcePorts };
  if (typeof at !== "string") {
    const leaving = replyInterface(network, at, way.to);
    if (leaving !== at && leaving.sourceDestCheck) {
      return stoppedAt(leaving, network.instanceOf(at)!.name, at.privateIp);
    }
    way = { ...way, place: network.subnetOf(leaving) };
    if (sender === "internet") return yield* replyToInternet(network, at, way, packet);
    const elsewhere = yield* staysInside(network, way, true);
    if (elsewhere) return elsewhere;
  }
  for (const translation of [...translations].reverse()) {
    const refused = yield* travel(network, way, translation, packet);
    if (refused) return refused;
    const next = yield* undo(network, translation, way.to, packet.destination);
    if (!("to" in next)) return next;
    way = next;
    const elsewhere = yield* staysInside(network, way);
    if (elsewhere) return elsewhere;
  }
  if (sender === "internet") return undefined;
  const refused = yield* travel(network, way, sender, packet);
  if (refused) return refused;
  yield hop(sender, `reaches ${sender.privateIp}; its security groups remember the request`);
  return undefined;
}

/** Where a reply is, undefined outside of subnets, and which address and ports it is for. */
interface Way {
  readonly place: Subnet | undefined;
  readonly to: string;
  readonly ports: Ports;
}

/** Across the borders of subnets to where the address is that the reply is for. */
function travel(
  network: Network,
  { place, to, ports }: Way,
  { subnetId }: { readonly subnetId?: string },
  request: Packet,
): Walk<Stop | undefined> {
  const target = subnetId === undefined ? undefined : network.subnetOf({ subnetId });
  const crossing = { source: request.destination, destination: to, content: replyOf(request, ports) };
  return cross(network, place, target, crossing);
}

/** What makes a reply leave the VPC again that is for an address inside: a device there sees it without its request. */
function* staysInside(network: Network, { place, to }: Way, tell = false): Walk<Stop | undefined> {
  if (!place) return undefined;
  const table = network.tableOf(place);
  yield* doubtsAt(network, place.id);
  yield* doubtsOfTable(network, place, { address: to });
  const route = network.route(place, to);
  if (route === "local") {
    if (tell) yield hop(table, `${to} is inside the VPC: local route`);
    return undefined;
  }
  if (route === undefined) return noRoute(network, place, to);
  const why = `leads the reply to ${to} by ${network.targetName(route)}, another way than the request came`;
  return { missing: { name: nameOf(route), why } };
}

function* replyToInternet(
  network: Network,
  from: NetworkInterface,
  way: Way,
  request: Packet,
): Walk<Stop | undefined> {
  const subnet = way.place!;
  const table = network.tableOf(subnet);
  yield* doubtsAt(network, subnet.id);
  yield* doubtsOfTable(network, subnet, { address: way.to });
  const route = network.route(subnet, request.source);
  if (route === undefined || route === "local") return noRoute(network, subnet, request.source);
  if (route.target.kind === "other" || route.target.kind === "unknown") return unfollowed(network, route);
  if (route.target.kind !== "internet-gateway") {
    return blocked(
      table,
      "ASYMMETRIC_REPLY",
      `the request came in by the internet gateway, and route ${route.destination} leads the reply to a ${route.target.kind}, which would send it from another address`,
      "lead the default route of a subnet with public addresses to the internet gateway",
    );
  }
  const gateway = network.gateway(route.target.id);
  if (gateway.vpcId !== subnet.vpcId) {
    return blocked(
      table,
      "BAD_STATE_ROUTE",
      `the reply to ${request.source} is led to ${gateway.name}, which is not attached to this VPC`,
      "lead the default route to the internet gateway that is",
    );
  }
  const refused = yield* travel(network, way, {}, request);
  if (refused) return refused;
  yield hop(gateway, `translates ${from.privateIp} back to ${from.publicIp}, the address that was asked`);
  return undefined;
}

function noRoute(network: Network, subnet: Subnet, to: string): Stop {
  const table = network.tableOf(subnet);
  return blocked(
    table,
    "NO_ROUTE_TO_DESTINATION",
    `route table ${table.name} of subnet ${subnet.name} has no route for the reply to ${addressText(to)}`,
    "add a default route to the internet gateway",
  );
}

/** The network interface by which an instance replies: it goes by its routes, not by where the request came in. */
function replyInterface(network: Network, from: NetworkInterface, to: string): NetworkInterface {
  const instance = network.instanceOf(from);
  return instance ? interfaceTowards(network, instance, to) : from;
}

function stoppedAt(networkInterface: NetworkInterface, instance: string, source: string): Stop {
  return blocked(
    networkInterface,
    "ENI_SOURCE_DEST_CHECK_RESTRICTION",
    `${instance} sends the reply by ${networkInterface.name}, whose source/destination check is on, and it comes from ${source}, not from ${networkInterface.privateIp}`,
    "give the host a route by the network interface that the request came in on, or set source_dest_check = false on this one",
  );
}

/** Undoes a translation where it was made. */
function* undo(
  network: Network,
  { elementId, name, kind, before, after, ports, subnetId, inside }: Translation,
  to: string,
  source: string,
): Walk<Stop | Way> {
  const text =
    kind === "internet-gateway"
      ? `the reply comes for ${to}; translates it back to ${before}, one to one`
      : `finds the connection in its table: ${after} belongs to ${before}, and translates back`;
  yield { elementId, name, text };
  if (!inside) {
    return { place: subnetId === undefined ? undefined : network.subnetOf({ subnetId }), to: before, ports };
  }
  const instance = network.instanceOf(inside)!;
  const networkInterface = interfaceTowards(network, instance, before);
  if (networkInterface.sourceDestCheck) return stoppedAt(networkInterface, instance.name, source);
  const place = network.subnetOf(networkInterface);
  const table = network.tableOf(place).name;
  yield hop(
    networkInterface,
    `${name} sends it on by this network interface, whose check is off; ${table}: ${before} is local`,
  );
  return { place, to: before, ports };
}
