import { NetworkInterface, Route, RouteTable, Subnet } from "../topology";
import { existsAlready } from "../topology/existing";
import {
  Sender,
  leaveByEgressOnlyGateway,
  leaveByInternetGateway,
  passNatGateway,
  passRegionalNatGateway,
} from "./gateways";
import { refusedByHost } from "./host";
import { passLoadBalancer } from "./load-balancer";
import { passNatInstance } from "./nat-instance";
import { Network } from "./network";
import { cross } from "./network-acls";
import { Packet, Translation, Walk, addressText, blocked, hop, isIpv6, requestOf } from "./packet";
import { groupNames, passEgress, passIngress } from "./security-groups";
import { doubtsAt, doubtsOfTable, nameOf } from "./unread";

/** A packet passes each translating instance once; more often means that the routes lead in a circle. */
const MOST_TRANSLATIONS = 8;

/** Walks a request from the network interface that sends it. Exchanged addresses are added to `translations`. */
export function* leaveInterface(
  network: Network,
  networkInterface: NetworkInterface,
  packet: Packet,
  translations: Translation[],
): Walk {
  const subnet = network.subnetOf(networkInterface);
  yield* doubtsAt(network, networkInterface.id, ...networkInterface.securityGroupIds);
  const refused = yield* passEgress(
    network,
    networkInterface,
    packet,
    network.interfaceAt(packet.destination, subnet),
  );
  if (refused) return refused;
  yield hop(
    networkInterface,
    `leaves ${packet.source}; ${groupNames(network, networkInterface)} lets it out`,
  );
  return yield* followRoute(network, subnet, networkInterface, packet, translations);
}

function* followRoute(
  network: Network,
  subnet: Subnet,
  sender: Sender,
  packet: Packet,
  translations: Translation[],
): Walk {
  const table = network.tableOf(subnet);
  yield* doubtsAt(network, subnet.id, subnet.vpcId);
  // Gateway endpoints are for IPv4 unless they are asked to be for both.
  const endpoint = packet.service && !isIpv6(packet) && network.gatewayEndpoint(subnet, packet.service);
  if (endpoint) {
    const refused = yield* cross(network, subnet, undefined, { ...packet, content: requestOf(packet) });
    if (refused) return refused;
    yield hop(table, `the prefix list of ${packet.service} leads to the gateway endpoint ${endpoint.name}`);
    yield hop(endpoint, `takes it to ${packet.service}; what its policy says is not looked at`);
    return { packet, at: "service" };
  }
  yield* doubtsOfTable(network, subnet, { address: packet.destination, service: packet.service });
  const route = network.route(subnet, packet.destination);
  if (route === undefined) {
    return blocked(
      table,
      "NO_ROUTE_TO_DESTINATION",
      `route table ${table.name} of subnet ${subnet.name} has no route for ${addressText(packet.destination)}`,
      isIpv6(packet)
        ? "add a default route (::/0) to an egress-only internet gateway or an internet gateway"
        : "add a default route (0.0.0.0/0) to a NAT host's network interface, a NAT gateway or an internet gateway",
    );
  }
  if (route === "local") {
    yield hop(table, `${packet.destination} is inside the VPC: local route`);
    return yield* arriveLocally(network, subnet, packet, translations);
  }
  yield hop(
    table,
    `longest prefix for ${packet.destination} is ${route.destination}, to ${network.targetName(route)}${failoverText(network, route)}`,
  );
  return yield* arriveAtTarget(network, route, subnet, sender, packet, translations);
}

function failoverText(network: Network, { target, onFailoverOf }: Route): string {
  if (onFailoverOf === undefined) return "";
  return `; on failover: ${onFailoverOf}'s routes lead to ${network.wayName(target)}`;
}

function* arriveLocally(network: Network, subnet: Subnet, packet: Packet, translations: Translation[]): Walk {
  const networkInterface = network.interfaceAt(packet.destination, subnet);
  if (!networkInterface) {
    return blocked(
      network.vpcOf(subnet),
      "NO_POSSIBLE_DESTINATION",
      `no network interface in the VPC has the address ${packet.destination}`,
      "use the address of a network interface",
    );
  }
  return yield* enterInterface(network, networkInterface, packet, translations, subnet);
}

/**
 * Delivers a packet to the network interface that it is addressed to; a load balancer's passes it on.
 *
 * @param from the subnet that it comes from, undefined for the internet
 */
export function* enterInterface(
  network: Network,
  networkInterface: NetworkInterface,
  packet: Packet,
  translations: Translation[],
  from?: Subnet,
): Walk {
  const loadBalancer = network.loadBalancerOf(networkInterface);
  if (loadBalancer) {
    const arrival = { network, loadBalancer, entry: networkInterface, packet };
    return yield* passLoadBalancer(arrival, from, translations, (target, onward, subnet) =>
      enterInterface(network, target, onward, translations, subnet),
    );
  }
  const subnet = network.subnetOf(networkInterface);
  yield* doubtsAt(
    network,
    networkInterface.id,
    subnet.id,
    subnet.vpcId,
    ...networkInterface.securityGroupIds,
  );
  const { unknownInstance } = networkInterface;
  if (
    networkInterface.instanceId === undefined &&
    !network.endpointOf(networkInterface) &&
    unknownInstance === undefined
  ) {
    return blocked(
      networkInterface,
      "NETWORK_INTERFACE_NOT_ATTACHED",
      networkInterface.gone ??
        `${networkInterface.name} is attached to no instance that is known here, and nothing answers`,
      networkInterface.gone === undefined ? "attach the network interface to an instance" : "bring it back",
    );
  }
  const refused =
    (yield* cross(network, from, subnet, { ...packet, content: requestOf(packet) })) ??
    (yield* passIngress(network, networkInterface, packet));
  if (refused) return refused;
  const instance = network.instanceOf(networkInterface);
  const hostRefusal = instance && refusedByHost(instance, networkInterface, packet);
  if (hostRefusal) return hostRefusal;
  if (unknownInstance !== undefined) {
    const why = `is attached to ${unknownInstance}, which was not read`;
    yield { missing: { name: networkInterface.name, why }, may: "close" };
  }
  yield hop(
    networkInterface,
    `reaches ${packet.destination}; ${groupNames(network, networkInterface)} lets it in`,
  );
  return { packet, at: networkInterface };
}

function* arriveAtTarget(
  network: Network,
  route: Route,
  subnet: Subnet,
  sender: Sender,
  packet: Packet,
  translations: Translation[],
): Walk {
  if (translations.length >= MOST_TRANSLATIONS) {
    return blocked(
      sender,
      "ROUTE_LOOP",
      "the routes lead in a circle",
      "give the translating network interface's subnet another default route",
    );
  }
  const { target } = route;
  switch (target.kind) {
    case "network-interface": {
      const inside = network.networkInterface(target.id);
      if (network.interfacesAt(packet.destination).includes(inside))
        return yield* enterInterface(network, inside, packet, translations, subnet);
      const passed = yield* passNatInstance(network, inside, subnet, packet, translations);
      return "outside" in passed
        ? yield* leaveInterface(network, passed.outside, passed.packet, translations)
        : passed;
    }
    case "nat-gateway": {
      const gateway = network.gateway(target.id);
      if (gateway.availability === "regional") {
        return yield* passRegionalNatGateway(network, gateway, subnet, packet, translations);
      }
      const passed = yield* passNatGateway(network, gateway, subnet, packet, translations);
      return "subnet" in passed
        ? yield* followRoute(network, passed.subnet, gateway, passed.packet, translations)
        : passed;
    }
    case "internet-gateway":
      return yield* leaveByInternetGateway(
        network,
        network.gateway(target.id),
        subnet,
        sender,
        packet,
        translations,
      );
    case "egress-only-gateway":
      return yield* leaveByEgressOnlyGateway(
        network,
        network.gateway(target.id),
        subnet,
        packet,
        translations,
      );
    default:
      return unfollowed(network, route, network.tableOf(subnet));
  }
}

/** A route whose target was not read, or is of a kind that is not followed: where it leads is not known. */
export function unfollowed(
  network: Network,
  route: Route,
  table: RouteTable,
): { missing: { name: string; why: string } } {
  const { destination, target } = route;
  const name = nameOf(route);
  const leads = `leads ${destination} to ${network.targetName(route)}`;
  if (target.kind === "unknown" && existsAlready(table)) {
    const why = `${leads}, which is not this project's; what it passes is not known here`;
    return { missing: { name, why } };
  }
  const reason = target.kind === "unknown" ? "which was not read" : "which is not followed";
  return { missing: { name, why: `${leads}, ${reason}` } };
}
