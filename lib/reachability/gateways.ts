import { Gateway, Subnet } from "../topology";
import { Network, isInside } from "./network";
import { Packet, Translation, Walk, blocked } from "./packet";
import { hop } from "./steps";

/** RFC 1918, "Address Allocation for Private Internets". */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** Translates to the NAT gateway's address and leaves by the internet gateway. */
export function* passNatGateway(
  network: Network,
  gateway: Gateway,
  packet: Packet,
  translations: Translation[],
): Walk {
  const { subnetId, privateIp, publicIp } = gateway;
  if (subnetId === undefined || privateIp === undefined || publicIp === undefined) {
    return blocked(
      gateway,
      "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
      `${gateway.name} has no public address`,
      "give the NAT gateway an Elastic IP",
    );
  }
  translations.push({
    elementId: gateway.id,
    name: gateway.name,
    kind: "nat-gateway",
    before: packet.source,
    after: privateIp,
  });
  yield hop(gateway, `translates the source ${packet.source} to ${privateIp} and keeps the mapping`);
  const subnet = network.subnetOf({ subnetId });
  const route = network.route(subnet, packet.destination);
  if (route === undefined || route === "local" || route.target.kind !== "internet-gateway") {
    return blocked(
      network.tableOf(subnet),
      "NO_ROUTE_TO_DESTINATION",
      `the NAT gateway's subnet ${subnet.name} has no route to an internet gateway`,
      "put the NAT gateway into a public subnet",
    );
  }
  const out = network.gateway(route.target.id);
  return yield* leaveByInternetGateway(
    network,
    out,
    subnet,
    gateway,
    publicIp,
    { ...packet, source: privateIp },
    translations,
  );
}

/** Translates one to one to the public address of the card or NAT gateway, if it has one. */
export function* leaveByInternetGateway(
  network: Network,
  gateway: Gateway,
  subnet: Subnet,
  from: { readonly id: string; readonly name: string },
  publicIp: string | undefined,
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
  if (publicIp === undefined) {
    return blocked(
      from,
      "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
      `${from.name} has no public address, and the internet gateway translates nothing else`,
      "give it an Elastic IP, or lead its subnet's default route to a NAT host",
    );
  }
  if (isPrivate(network, packet.destination)) {
    return blocked(
      gateway,
      "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
      `${packet.destination} is a private address, which leads nowhere on the internet`,
      "connect the networks by a peering connection, or ask the other end under a public address",
    );
  }
  translations.push({
    elementId: gateway.id,
    name: gateway.name,
    kind: "internet-gateway",
    before: packet.source,
    after: publicIp,
  });
  yield hop(gateway, `translates ${packet.source} to ${publicIp}, one to one`);
  return { packet: { ...packet, source: publicIp, sender: undefined }, at: "internet" };
}

function isPrivate({ topology }: Network, address: string): boolean {
  return [...PRIVATE, ...topology.vpcs.map(({ cidr }) => cidr)].some((range) => isInside(address, range));
}
