import { NetworkInterface, Route, RouteTarget, Subnet } from "../topology";
import { leaveByInternetGateway, passNatGateway } from "./gateways";
import { refusedByHost, refusedOnward } from "./host-firewall";
import { Network } from "./network";
import { Packet, Translation, Walk, blocked, describe } from "./packet";
import { groupNames, permitEgress } from "./security-groups";
import { hop, refusedAt, targetName } from "./steps";

/** A packet passes each translating instance once; more often means that the routes lead in a circle. */
const MOST_TRANSLATIONS = 8;

/** Walks a request from the card that sends it. Exchanged addresses are added to `translations`. */
export function* leaveCard(
  network: Network,
  card: NetworkInterface,
  packet: Packet,
  translations: Translation[],
): Walk {
  const subnet = network.subnetOf(card);
  const receiver = network.cardAt(packet.destination, subnet);
  const permit = permitEgress(network, card, packet, receiver);
  if (!permit) {
    return blocked(
      card,
      "ENI_SG_RULES_MISMATCH",
      `no egress rule of ${groupNames(network, card)} lets ${describe(packet)} out to ${packet.destination}`,
      "add such an egress rule",
    );
  }
  yield hop(card, `leaves ${card.privateIp}; security group ${permit.group.name} lets it out`);
  return yield* followRoute(network, subnet, card, packet, translations);
}

function* followRoute(
  network: Network,
  subnet: Subnet,
  card: NetworkInterface,
  packet: Packet,
  translations: Translation[],
): Walk {
  const table = network.tableOf(subnet);
  const route = network.route(subnet, packet.destination);
  if (route === undefined) {
    return blocked(
      table,
      "NO_ROUTE_TO_DESTINATION",
      `route table ${table.name} of subnet ${subnet.name} has no route for ${packet.destination}`,
      "add a default route (0.0.0.0/0) to a NAT host's card, a NAT gateway or an internet gateway",
    );
  }
  if (route === "local") {
    yield hop(table, `${packet.destination} is inside the VPC: local route`);
    return yield* arriveLocally(network, subnet, packet);
  }
  yield hop(
    table,
    `longest prefix for ${packet.destination} is ${route.destination}, to ${targetName(network, route)}`,
  );
  return yield* arriveAtTarget(network, route, card, packet, translations);
}

function* arriveLocally(network: Network, subnet: Subnet, packet: Packet): Walk {
  const card = network.cardAt(packet.destination, subnet);
  if (!card) {
    return blocked(
      network.vpcOf(subnet),
      "NO_POSSIBLE_DESTINATION",
      `no card in the VPC has the address ${packet.destination}`,
      "use the address of a card",
    );
  }
  return yield* enterCard(network, card, packet);
}

/** Delivers a packet to the card that it is addressed to. */
export function* enterCard(network: Network, card: NetworkInterface, packet: Packet): Walk {
  if (!network.isAttached(card)) {
    return blocked(
      card,
      "NETWORK_INTERFACE_NOT_ATTACHED",
      `${card.name} is attached to no instance that is known here, and nothing answers`,
      "attach the card to an instance",
    );
  }
  const refusal = refusedAt(network, card, packet);
  if (refusal) return refusal;
  const instance = network.instanceOf(card);
  const hostRefusal = instance && refusedByHost(instance, card, packet);
  if (hostRefusal) return hostRefusal;
  yield hop(card, `reaches ${card.privateIp}; ${groupNames(network, card)} lets it in`);
  return { packet, at: card };
}

function* arriveAtTarget(
  network: Network,
  route: Route,
  card: NetworkInterface,
  packet: Packet,
  translations: Translation[],
): Walk {
  if (translations.length >= MOST_TRANSLATIONS) {
    return blocked(
      card,
      "ROUTE_LOOP",
      "the routes lead in a circle",
      "give the translating card's subnet another default route",
    );
  }
  switch (route.target.kind) {
    case "network-interface":
      return yield* passNatInstance(network, network.card(route.target.id), packet, translations);
    case "nat-gateway":
      return yield* passNatGateway(network, network.gateway(route.target.id), packet, translations);
    case "internet-gateway":
      return yield* leaveByInternetGateway(
        network,
        network.gateway(route.target.id),
        network.subnetOf(card),
        card,
        card.publicIp,
        packet,
        translations,
      );
    default:
      return blocked(
        { id: route.target.id, name: route.address },
        "UNSUPPORTED_TARGET",
        `route ${route.destination} leads to ${describeTarget(route.target)}`,
        "lead it to a network interface, a NAT gateway or an internet gateway",
      );
  }
}

function describeTarget(target: RouteTarget): string {
  if (target.kind === "unknown") return `the ${target.what} ${target.id}, which was not read`;
  const what = target.kind === "other" ? target.what : target.kind;
  return `the ${what} ${target.id}, which this model does not follow`;
}

/**
 * An instance that a route leads to is taken to forward and to translate to its first card's address, unless its user
 * data has this project's firewall, which says for whom.
 */
function* passNatInstance(
  network: Network,
  inside: NetworkInterface,
  packet: Packet,
  translations: Translation[],
): Walk {
  const instance = network.instanceOf(inside);
  if (!instance) {
    return blocked(
      inside,
      "NETWORK_INTERFACE_NOT_ATTACHED",
      "the route leads to a card that is attached to no instance: a blackhole",
      "attach the card to the NAT host",
    );
  }
  const refusal = refusedAt(network, inside, packet);
  if (refusal) return refusal;
  if (inside.sourceDestCheck) {
    return blocked(
      inside,
      "ENI_SOURCE_DEST_CHECK_RESTRICTION",
      `${inside.name} has the source/destination check on, and the packet is for ${packet.destination}, not for ${inside.privateIp}`,
      "set source_dest_check = false on this card",
    );
  }
  yield hop(
    inside,
    `reaches the NAT host ${instance.name}; ${groupNames(network, inside)} lets it in, its check is off`,
  );
  const hostRefusal = refusedOnward(instance, packet);
  if (hostRefusal) return hostRefusal;
  const outside = network.card(instance.networkInterfaceIds[0]!);
  translations.push({
    elementId: instance.id,
    name: instance.name,
    kind: "nat-instance",
    before: packet.source,
    after: outside.privateIp,
    inside,
    outside,
  });
  yield hop(instance, `translates the source ${packet.source} to ${outside.privateIp} and keeps the mapping`);
  return yield* leaveCard(
    network,
    outside,
    { ...packet, source: outside.privateIp, sender: outside },
    translations,
  );
}
