import { Gateway } from "../topology";
import { Network } from "./network";
import { Packet, Translation, Walk, blocked } from "./packet";
import { hop } from "./steps";

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
    out,
    gateway,
    publicIp,
    { ...packet, source: privateIp },
    translations,
  );
}

/** Translates one to one to the public address of the card or NAT gateway, if it has one. */
export function* leaveByInternetGateway(
  gateway: Gateway,
  from: { readonly id: string; readonly name: string },
  publicIp: string | undefined,
  packet: Packet,
  translations: Translation[],
): Walk {
  if (publicIp === undefined) {
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
    after: publicIp,
  });
  yield hop(gateway, `translates ${packet.source} to ${publicIp}, one to one`);
  return { packet: { ...packet, source: publicIp, sender: undefined }, at: "internet" };
}
