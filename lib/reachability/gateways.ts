import { embeddedIpv4, holds, isPrivate } from "../net/ranges";
import { Gateway, Subnet } from "../topology";
import { Network, rangesOf } from "./network";
import { cross } from "./network-acls";
import { Packet, Ports, Stop, Translation, Walk, blocked, hop, isIpv6, requestOf } from "./packet";
import { doubtsAt } from "./unread";

/** The source ports that a NAT gateway uses (VPC user guide, "NAT gateway basics"). */
const NAT_GATEWAY_PORTS: Ports = [1024, 65535];

/** Who sends by a subnet's table: a network interface or a NAT gateway, and the public address that it has. */
export interface Sender {
  readonly id: string;
  readonly name: string;
  readonly publicIp?: string;
}

/** The IPv4 addresses as IPv6 ones, which a NAT gateway translates to IPv4 by itself: NAT64 (RFC 6052). */
const NAT64 = "64:ff9b::/96";

/** Translates to the NAT gateway's address; the packet then goes by the table of the gateway's subnet. */
export function* passNatGateway(
  network: Network,
  gateway: Gateway,
  from: Subnet,
  packet: Packet,
  translations: Translation[],
): Walk<Stop | { readonly packet: Packet; readonly subnet: Subnet }> {
  yield* doubtsAt(network, gateway.id);
  const { subnetId, privateIp } = gateway;
  if (subnetId === undefined || privateIp === undefined) {
    return { missing: { name: gateway.name, why: "is a NAT gateway in a subnet that was not read" } };
  }
  const subnet = network.subnetOf({ subnetId });
  const refused = yield* cross(network, from, subnet, { ...packet, content: requestOf(packet) });
  const unsupported = refused ?? refusedByNatGateway(gateway, packet);
  if (unsupported) return unsupported;
  return { packet: yield* translate(gateway, packet, privateIp, translations, subnetId), subnet };
}

/**
 * A regional one is in no subnet: AWS gives it addresses, and a table of its own that leads to the internet gateway.
 */
export function* passRegionalNatGateway(
  network: Network,
  gateway: Gateway,
  from: Subnet,
  packet: Packet,
  translations: Translation[],
): Walk {
  yield* doubtsAt(network, gateway.id);
  const refused =
    (yield* cross(network, from, undefined, { ...packet, content: requestOf(packet) })) ??
    refusedByNatGateway(gateway, packet);
  if (refused) return refused;
  const out = network.internetGatewayOf(gateway.vpcId);
  if (!out) {
    return blocked(
      gateway,
      "NO_ROUTE_TO_DESTINATION",
      `the VPC of the regional NAT gateway ${gateway.name} has no internet gateway`,
      "attach an internet gateway to the VPC",
    );
  }
  const publicIp = gateway.publicIp ?? `an address that AWS gives ${gateway.name}`;
  return yield* goOut(network, out, yield* translate(gateway, packet, publicIp, translations));
}

function* translate(
  gateway: Gateway,
  packet: Packet,
  after: string,
  translations: Translation[],
  subnetId?: string,
): Walk<Packet> {
  const { id: elementId, name } = gateway;
  const { source: before, sourcePorts: ports, destination: asked } = packet;
  const destination = isIpv6(packet) ? embeddedIpv4(asked) : asked;
  translations.push({
    ...{ elementId, name, kind: "nat-gateway", before, after, ports, subnetId },
    ...(destination !== asked && { destination: asked }),
  });
  const toIpv4 = destination === asked ? "" : `, and ${asked} to ${destination}`;
  yield hop(gateway, `translates the source ${before} to ${after}${toIpv4}, and keeps the mapping`);
  return { ...packet, source: after, destination, sourcePorts: NAT_GATEWAY_PORTS, sender: undefined };
}

function refusedByNatGateway(gateway: Gateway, packet: Packet): Stop | undefined {
  if (!isIpv6(packet) || holds(NAT64, packet.destination)) return undefined;
  return blocked(
    gateway,
    "UNSUPPORTED_TARGET",
    `a NAT gateway carries IPv4, and of IPv6 what is for ${NAT64}`,
    "lead ::/0 to an egress-only internet gateway, which is free",
  );
}

/** Lets IPv6 out under its own address, and its replies in. */
export function* leaveByEgressOnlyGateway(
  network: Network,
  gateway: Gateway,
  subnet: Subnet,
  packet: Packet,
  translations: Translation[],
): Walk {
  if (!isIpv6(packet)) {
    return blocked(
      gateway,
      "UNSUPPORTED_TARGET",
      "an egress-only internet gateway carries IPv6 alone",
      "lead the route to a NAT host's network interface, a NAT gateway or an internet gateway",
    );
  }
  const refused =
    refusedAsBlackhole(network, gateway, subnet) ??
    (yield* cross(network, subnet, undefined, { ...packet, content: requestOf(packet) }));
  if (refused) return refused;
  translations.push(unchanged(gateway, "egress-only-gateway", packet));
  return yield* goOut(network, gateway, { ...packet, sender: undefined });
}

/** IPv6 addresses are exchanged nowhere, and the reply passes the same gateway. */
function unchanged(
  { id: elementId, name }: Gateway,
  kind: "egress-only-gateway" | "internet-gateway",
  { source, sourcePorts: ports }: Packet,
): Translation {
  return { elementId, name, kind, before: source, after: source, ports };
}

function refusedAsBlackhole(network: Network, gateway: Gateway, subnet: Subnet): Stop | undefined {
  if (gateway.vpcId === subnet.vpcId) return undefined;
  return blocked(
    network.tableOf(subnet),
    "BAD_STATE_ROUTE",
    `${gateway.name} is not attached to the VPC ${network.vpcOf(subnet).name}, and a route to it is a blackhole`,
    "attach the internet gateway to this VPC",
  );
}

/** Translates IPv4 one to one to the public address of the sender, if it has one; IPv6 goes out under its own. */
export function* leaveByInternetGateway(
  network: Network,
  gateway: Gateway,
  subnet: Subnet,
  from: Sender,
  packet: Packet,
  translations: Translation[],
): Walk {
  const refused =
    refusedAsBlackhole(network, gateway, subnet) ??
    (yield* cross(network, subnet, undefined, { ...packet, content: requestOf(packet) }));
  if (refused) return refused;
  if (isIpv6(packet)) {
    translations.push(unchanged(gateway, "internet-gateway", packet));
    return yield* goOut(network, gateway, { ...packet, sender: undefined });
  }
  if (from.publicIp === undefined) {
    return blocked(
      from,
      "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
      `${from.name} has no public address, and the internet gateway translates nothing else`,
      "give it an Elastic IP, or lead its subnet's default route to a NAT host",
    );
  }
  translations.push({
    elementId: gateway.id,
    name: gateway.name,
    kind: "internet-gateway",
    before: packet.source,
    after: from.publicIp,
    ports: packet.sourcePorts,
  });
  return yield* goOut(
    network,
    gateway,
    { ...packet, source: from.publicIp, sender: undefined },
    packet.source,
  );
}

/** The internet drops what is for a private address, and a VPC's range is not routed there either. */
function* goOut(network: Network, gateway: Gateway, packet: Packet, before?: string): Walk {
  yield* doubtsAt(network, gateway.id);
  const { source, destination } = packet;
  const isOfAVpc =
    !isIpv6(packet) &&
    network.topology.vpcs.some((vpc) => rangesOf(vpc).some((range) => holds(range, destination)));
  if (isOfAVpc || isPrivate(destination)) {
    return blocked(
      gateway,
      "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
      `${destination} is a private address, which leads nowhere on the internet`,
      "connect the networks by a peering connection, or ask the other end under a public address",
    );
  }
  const text =
    before === undefined ? passedOn(gateway, packet) : `translates ${before} to ${source}, one to one`;
  yield hop(gateway, text);
  return { packet, at: "internet" };
}

function passedOn({ kind }: Gateway, packet: Packet): string {
  const { source } = packet;
  if (!isIpv6(packet)) return `passes ${source} on`;
  return kind === "egress-only-gateway"
    ? `passes ${source} on under its own address, and will let in the replies alone`
    : `passes ${source} on under its own address`;
}
