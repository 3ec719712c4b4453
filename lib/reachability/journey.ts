import { Family } from "../net/ranges";
import { NetworkInterface } from "../topology";
import { End, OutsideEnd } from "./ends";
import { entryOf } from "./load-balancer";
import { Network } from "./network";
import { refuseNeverRouted } from "./never-routed";
import { Outcome, Packet, Ports, Stop, Translation, Walk, addressIn, blocked } from "./packet";
import { Arrived } from "./reply";
import { enterInterface, leaveInterface } from "./request";
import { doubtsAt } from "./unread";
import { publishedInstead } from "./ways-in";

/** What is asked for, by which family. */
export type Service = Pick<Packet, "protocol" | "port"> & { readonly family: Family };

/** The source ports that Linux chooses from (net.ipv4.ip_local_port_range), which is taken for what instances run. */
const LINUX_PORTS: Ports = [32768, 60999];

/** The source ports that hosts of whatever kind choose from (VPC user guide, "Ephemeral ports"). */
const ANY_HOSTS_PORTS: Ports = [1024, 65535];

/**
 * A request's whole way, and the legs that it consists of once it has been walked: what goes out to a public address of a
 * VPC, such as a load balancer's, comes in again.
 */
export function walkRequest(
  network: Network,
  sender: NetworkInterface | OutsideEnd,
  to: End,
  service: Service,
): { readonly walk: Walk; readonly legs: readonly Arrived[] } {
  const legs: Arrived[] = [];
  const walk =
    "subnetId" in sender
      ? goFrom(network, sender, to, service, legs)
      : comeIn(network, sender.address, ANY_HOSTS_PORTS, to, service, legs);
  return { walk, legs };
}

/** Under which address an end is asked from inside a VPC; undefined when it has none of the family. */
export function destinationOf(network: Network, to: End, service: Service): string | undefined {
  if (to.kind === "internet") return to.address;
  const networkInterface = interfaceOf(network, to, service);
  const { publicIp } = networkInterface;
  // The name of a load balancer that faces the internet leads to its public addresses, wherever it is asked.
  if (to.kind === "load-balancer" && service.family === "ipv4" && publicIp !== undefined) return publicIp;
  return addressIn(networkInterface, service.family);
}

function interfaceOf(network: Network, to: Exclude<End, OutsideEnd>, service: Service): NetworkInterface {
  return to.kind === "interface" ? to.networkInterface : entryOf(network, to.loadBalancer, service);
}

function* goFrom(
  network: Network,
  sender: NetworkInterface,
  to: End,
  service: Service,
  legs: Arrived[],
): Walk {
  const source = addressIn(sender, service.family);
  if (source === undefined) return hasNoIpv6(sender);
  const destination = destinationOf(network, to, service);
  if (destination === undefined)
    return hasNoIpv6(interfaceOf(network, to as Exclude<End, OutsideEnd>, service));
  const { protocol, port } = service;
  const packet: Packet = {
    ...{ protocol, port, source, sourcePorts: LINUX_PORTS, destination, sender },
    ...(to.kind === "internet" && to.service !== undefined && { service: to.service }),
  };
  const translations: Translation[] = [];
  const outcome: Outcome =
    refuseNeverRouted(sender, packet) ?? (yield* leaveInterface(network, sender, packet, translations));
  if (!("at" in outcome)) return outcome;
  legs.push({ ...outcome, sender, translations });
  if (outcome.at !== "internet" || to.kind === "internet") return outcome;
  const { source: seen, sourcePorts } = outcome.packet;
  return yield* comeIn(network, seen, sourcePorts, to, service, legs);
}

function* comeIn(
  network: Network,
  source: string,
  sourcePorts: Ports,
  to: End,
  service: Service,
  legs: Arrived[],
): Walk {
  const networkInterface = interfaceOf(network, to as Exclude<End, OutsideEnd>, service);
  const refused =
    service.family === "ipv4"
      ? refusedWithoutPublicAddress(network, networkInterface, service)
      : refusedFromInternet(network, networkInterface, source, service);
  if (refused) return refused;
  const gateway = network.internetGatewayOf(network.subnetOf(networkInterface).vpcId)!;
  yield* doubtsAt(network, gateway.id);
  const destination = addressIn(networkInterface, service.family)!;
  const how =
    service.family === "ipv4"
      ? `${networkInterface.publicIp}; translates it to ${destination}, one to one`
      : `${destination}; passes it on`;
  yield { elementId: gateway.id, name: gateway.name, text: `a packet from ${source} comes for ${how}` };
  const translations: Translation[] = [];
  const { protocol, port } = service;
  const packet = { protocol, port, source, sourcePorts, destination };
  const outcome = yield* enterInterface(network, networkInterface, packet, translations);
  if ("at" in outcome) legs.push({ ...outcome, sender: "internet", translations });
  return outcome;
}

function refusedWithoutPublicAddress(
  network: Network,
  networkInterface: NetworkInterface,
  service: Service,
): Stop | undefined {
  const { name, privateIp, publicIp } = networkInterface;
  const loadBalancer = network.loadBalancerOf(networkInterface);
  if (publicIp === undefined && loadBalancer) {
    return blocked(
      loadBalancer,
      "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS",
      "it is an internal load balancer, which has no public address",
      "ask for it from inside the VPC, or make one that faces the internet (internal = false)",
    );
  }
  if (publicIp === undefined) {
    return blocked(
      networkInterface,
      "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS",
      `${name} has no public address: on the internet, ${privateIp} leads nowhere, and the internet gateway has nothing to translate to it`,
      publishedInstead(network, networkInterface, service) ??
        "put a load balancer in front of it, or give it a public address and a security group that lets in what it must",
    );
  }
  return refusedWithoutGateway(network, networkInterface);
}

/** An IPv6 address is a public one; whether anybody gets to it, the way out of its subnet says. */
function refusedFromInternet(
  network: Network,
  networkInterface: NetworkInterface,
  source: string,
  service: Service,
): Stop | undefined {
  const address = addressIn(networkInterface, "ipv6");
  if (address === undefined) return hasNoIpv6(networkInterface);
  const route = network.route(network.subnetOf(networkInterface), source);
  if (typeof route === "object" && route.target.kind === "egress-only-gateway") {
    return blocked(
      network.gateway(route.target.id),
      "EGRESS_ONLY_GATEWAY",
      `${address} is a public address, and the egress-only gateway lets nobody in: it passes on the replies to what ${networkInterface.name} has opened, and nothing else`,
      publishedInstead(network, networkInterface, service) ??
        "put a load balancer in front of it, or lead its subnet's ::/0 to the internet gateway, with a security group that lets in what it must",
    );
  }
  return refusedWithoutGateway(network, networkInterface);
}

function refusedWithoutGateway(network: Network, networkInterface: NetworkInterface): Stop | undefined {
  if (network.internetGatewayOf(network.subnetOf(networkInterface).vpcId)) return undefined;
  return blocked(
    networkInterface,
    "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS",
    `the VPC of ${networkInterface.name} has no internet gateway`,
    "attach an internet gateway to the VPC",
  );
}

function hasNoIpv6(networkInterface: NetworkInterface): Stop {
  return blocked(
    networkInterface,
    "NO_IPV6_ADDRESS",
    `${networkInterface.name} has no IPv6 address`,
    "give its subnet an IPv6 range (ipv6_cidr_block) and it an address (assign_ipv6_address_on_creation), or ask by IPv4",
  );
}
