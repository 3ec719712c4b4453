import { holds, isPrivate } from "../net/ranges";
import { Gateway, Subnet } from "../topology";
import { Network } from "./network";
import { cross } from "./network-acls";
import { Packet, Ports, Stop, Translation, Walk, blocked, hop, requestOf } from "./packet";
import { doubtsAt } from "./unread";

/** The source ports that a NAT gateway uses (VPC user guide, "NAT gateway basics"). */
const NAT_GATEWAY_PORTS: Ports = [1024, 65535];

/** Who sends by a subnet's table: a network interface or a NAT gateway, and the public address that it has. */
export interface Sender {
  readonly id: string;
  readonly name: string;
  readonly publicIp?: string;
}

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
  if (refused) return refused;
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
  const refused = yield* cross(network, from, undefined, { ...packet, content: requestOf(packet) });
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
  const { source: before, sourcePorts: ports } = packet;
  translations.push({ elementId, name, kind: "nat-gateway", before, after, ports, subnetId });
  yield hop(gateway, `translates the source ${before} to ${after} and keeps the mapping`);
  return { ...packet, source: after, sourcePorts: NAT_GATEWAY_PORTS, sender: undefined };
}

/** Translates one to one to the public address of the sender, if it has one. */
export function* leaveByInternetGateway(
  network: Network,
  gateway: Gateway,
  subnet: Subnet,
  from: Sender,
  packet: Packet,
  translations: Translation[],
): Walk {
  if (gateway.vpcId !== subnet.vpcId) {
    return blocked(
      network.tableOf(subnet),
      "BAD_STATE_ROUTE",
      `${gateway.name} is not attached to the VPC ${network.vpcOf(subnet).name}, and a route to it is a blackhole`,
      "attach the internet gateway to this VPC",
    );
  }
  const refused = yield* cross(network, subnet, undefined, { ...packet, content: requestOf(packet) });
  if (refused) return refused;
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
  const isOfAVpc = network.topology.vpcs.some(({ cidrs }) =>
    cidrs.some((range) => holds(range, destination)),
  );
  if (isOfAVpc || isPrivate(`${destination}/32`)) {
    return blocked(
      gateway,
      "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
      `${destination} is a private address, which leads nowhere on the internet`,
      "connect the networks by a peering connection, or ask the other end under a public address",
    );
  }
  const text = before === undefined ? `passes ${source} on` : `translates ${before} to ${source}, one to one`;
  yield hop(gateway, text);
  return { packet, at: "internet" };
}
