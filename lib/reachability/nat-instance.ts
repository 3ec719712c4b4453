import { NetworkInterface, Subnet } from "../topology";
import { refusedAsIpv6, refusedByHost, refusedOnward } from "./host";
import { Network } from "./network";
import { cross } from "./network-acls";
import { Outcome, Packet, Translation, Walk, addressText, blocked, hop, requestOf } from "./packet";
import { groupNames, passIngress } from "./security-groups";
import { doubtsAt } from "./unread";

const TAKE_OVER = 'bring a NAT host back, or let another take over: nat.failover, "other-zone" or "standby"';

/**
 * Enters the instance that a route leads to. It is taken to forward and to translate to its first network interface's
 * address, unless its user data has this project's firewall, which says for whom.
 *
 * @returns the network interface that it then leaves by, or where it ends: what is for another network interface of the
 * instance has arrived
 */
export function* passNatInstance(
  network: Network,
  inside: NetworkInterface,
  from: Subnet,
  packet: Packet,
  translations: Translation[],
): Walk<Outcome | { readonly packet: Packet; readonly outside: NetworkInterface }> {
  const subnet = network.subnetOf(inside);
  yield* doubtsAt(network, inside.id, subnet.id, subnet.vpcId, ...inside.securityGroupIds);
  const instance = network.instanceOf(inside);
  const { unknownInstance } = inside;
  if (!instance && unknownInstance === undefined) {
    return blocked(
      inside,
      "NETWORK_INTERFACE_NOT_ATTACHED",
      inside.gone ?? "the route leads to a network interface that is attached to no instance: a blackhole",
      inside.gone === undefined ? "attach the network interface to the NAT host" : TAKE_OVER,
    );
  }
  const refused =
    (yield* cross(network, from, subnet, { ...packet, content: requestOf(packet) })) ??
    (yield* passIngress(network, inside, packet));
  if (refused) return refused;
  if (inside.sourceDestCheck) {
    return blocked(
      inside,
      "ENI_SOURCE_DEST_CHECK_RESTRICTION",
      `${inside.name} has the source/destination check on, and the packet is for ${addressText(packet.destination)}, not for ${inside.privateIp}`,
      "set source_dest_check = false on this network interface",
    );
  }
  const name = instance?.name ?? unknownInstance!;
  yield hop(
    inside,
    `reaches the NAT host ${name}; ${groupNames(network, inside)} lets it in, its check is off`,
  );
  if (!instance) {
    const why = `belongs to ${name}, which was not read: whether it forwards and translates is not known`;
    return { missing: { name: inside.name, why } };
  }
  const own = instance.networkInterfaceIds.map((id) => network.networkInterface(id));
  const meant = own.find(({ privateIp, ipv6Addresses = [] }) =>
    [privateIp, ...ipv6Addresses].includes(packet.destination),
  );
  const hostRefusal = meant
    ? refusedByHost(instance, inside, packet)
    : (refusedAsIpv6(instance, packet) ?? refusedOnward(instance, packet));
  if (hostRefusal) return hostRefusal;
  if (meant) return { packet, at: meant };
  const outside = own[0]!;
  if (outside.deviceIndex !== 0) {
    const why = "its first network interface was not read, by which it sends";
    return { missing: { name, why } };
  }
  translations.push({
    elementId: instance.id,
    name,
    kind: "nat-instance",
    before: packet.source,
    after: outside.privateIp,
    ports: packet.sourcePorts,
    subnetId: outside.subnetId,
    inside,
  });
  yield hop(instance, `translates the source ${packet.source} to ${outside.privateIp} and keeps the mapping`);
  return { packet: { ...packet, source: outside.privateIp, sender: outside }, outside };
}
