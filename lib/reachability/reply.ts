import { NetworkInterface, Subnet } from "../topology";
import { interfaceTowards } from "./host";
import { Network } from "./network";
import { cross } from "./network-acls";
import { Packet, Ports, Stop, Translation, Walk, addressText, blocked, hop, isIpv6, replyOf } from "./packet";
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
  let way: Way = {
    ...{ place: undefined, source: packet.destination, to: packet.source, ports: packet.sourcePorts },
    protocol: packet.protocol,
  };
  let asked = typeof at === "string" ? undefined : at;
  if (typeof at !== "string") {
    const leaving = replyInterface(network, at, way.to);
    if (leaving !== at && leaving.sourceDestCheck) {
      return stoppedAt(leaving, network.instanceOf(at)!.name, at.privateIp);
    }
    way = { ...way, place: network.subnetOf(leaving) };
    // What came by a load balancer goes back to it, whatever the routes say.
    if (sender !== "internet" && translations.at(-1)?.entry === undefined) {
      const elsewhere = yield* staysInside(network, way, true);
      if (elsewhere) return elsewhere;
    }
  }
  for (const translation of [...translations].reverse()) {
    const refused = yield* travel(network, way, translation);
    if (refused) return refused;
    const next = yield* undo(network, translation, way);
    if (!("to" in next)) return next;
    way = next;
    asked = translation.entry ?? asked;
    if (sender === "internet") continue;
    const elsewhere = yield* staysInside(network, way);
    if (elsewhere) return elsewhere;
  }
  if (sender === "internet") return asked && (yield* replyToInternet(network, asked, way));
  const refused = yield* travel(network, way, sender);
  if (refused) return refused;
  yield hop(sender, `reaches ${way.to}; its security groups remember the request`);
  return undefined;
}

/** Where a reply is, undefined outside of subnets, from which address it is, and which address and ports it is for. */
interface Way {
  readonly place: Subnet | undefined;
  readonly protocol: Packet["protocol"];
  readonly source: string;
  readonly to: string;
  readonly ports: Ports;
}

/** Across the borders of subnets to where the address is that the reply is for. */
function travel(
  network: Network,
  { place, protocol, source, to, ports }: Way,
  { subnetId }: { readonly subnetId?: string },
): Walk<Stop | undefined> {
  const target = subnetId === undefined ? undefined : network.subnetOf({ subnetId });
  const crossing = { source, destination: to, content: replyOf({ protocol, destination: to }, ports) };
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

function* replyToInternet(network: Network, from: NetworkInterface, way: Way): Walk<Stop | undefined> {
  const subnet = way.place!;
  const table = network.tableOf(subnet);
  yield* doubtsAt(network, subnet.id);
  yield* doubtsOfTable(network, subnet, { address: way.to });
  const route = network.route(subnet, way.to);
  if (route === undefined || route === "local") return noRoute(network, subnet, way.to);
  if (route.target.kind === "other" || route.target.kind === "unknown")
    return unfollowed(network, route, network.tableOf(subnet));
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
      `the reply to ${way.to} is led to ${gateway.name}, which is not attached to this VPC`,
      "lead the default route to the internet gateway that is",
    );
  }
  const refused = yield* travel(network, way, {});
  if (refused) return refused;
  const text = isIpv6({ destination: way.to })
    ? `passes on the reply from ${way.source}, the address that was asked`
    : `translates ${from.privateIp} back to ${from.publicIp}, the address that was asked`;
  yield hop(gateway, text);
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
function* undo(network: Network, translation: Translation, way: Way): Walk<Stop | Way> {
  const { elementId, name, before, ports, subnetId, inside } = translation;
  yield { elementId, name, text: undone(network, translation, way) };
  const { protocol } = way;
  const source = translation.destination ?? way.source;
  if (!inside) {
    const place = subnetId === undefined ? undefined : network.subnetOf({ subnetId });
    return { place, protocol, source, to: before, ports };
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
  return { place, protocol, source, to: before, ports };
}

function undone(network: Network, { kind, before, after }: Translation, { place, to }: Way): string {
  switch (kind) {
    case "egress-only-gateway":
      return `the reply comes for ${to}, which opened the connection; passes it on`;
    case "internet-gateway":
      return before === after
        ? `the reply comes for ${to}; passes it on`
        : `the reply comes for ${to}; translates it back to ${before}, one to one`;
    case "load-balancer":
      return `takes the reply back to ${before}, by the connection and not by the routes of ${network.tableOf(place!).name}`;
    default:
      return `finds the connection in its table: ${after} belongs to ${before}, and translates back`;
  }
}
