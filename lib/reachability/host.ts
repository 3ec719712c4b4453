import { parse } from "yaml";
import { holds } from "../net/ranges";
import { Instance, NetworkInterface } from "../topology";
import { Network, rangesOf } from "./network";
import { Blocker, Packet, Stop, blocked, describe, isIpv6 } from "./packet";

/** The file by which an instance is known as this project's NAT host. */
const FIREWALL = "/etc/nftables/nat-host.nft";

const known = new WeakMap<Instance, readonly string[] | undefined>();

/**
 * The VPC's ranges as the firewall of a NAT host of this project has them: it lets them out, and keeps them from the host
 * itself. Undefined for any other instance.
 */
function vpcRangesOf(instance: Instance): readonly string[] | undefined {
  if (!known.has(instance)) known.set(instance, readVpcRanges(instance.userData));
  return known.get(instance);
}

/** The refusal of what the VPC sends to the host itself, ping excepted. */
export function refusedByHost(
  instance: Instance,
  networkInterface: NetworkInterface,
  packet: Packet,
): { blocker: Blocker } | undefined {
  const vpc = vpcRangesOf(instance);
  if (vpc && isIpv6(packet)) {
    return blocked(
      instance,
      "HOST_FIREWALL",
      `${instance.name} is a NAT host, which uses IPv4 alone and answers nothing that comes by IPv6`,
      "enter the NAT host by Systems Manager",
    );
  }
  if (packet.protocol === "icmp" || !isIn(vpc ?? [], packet.source)) return undefined;
  return blocked(
    instance,
    "HOST_FIREWALL",
    `the host's own firewall (${FIREWALL}) lets the VPC's own addresses reach ${networkInterface.name} by ping alone, and ${packet.source} sends ${describe(packet)}`,
    "offer the service on another instance; enter the NAT host by Systems Manager",
  );
}

/** The refusal to pass a packet on that is not from the VPC, or is for it. */
export function refusedOnward(instance: Instance, packet: Packet): { blocker: Blocker } | undefined {
  const vpc = vpcRangesOf(instance);
  if (!vpc) return undefined;
  if (isIn(vpc, packet.destination)) {
    return blocked(
      instance,
      "HOST_FIREWALL",
      `the host's own firewall (${FIREWALL}) passes nothing on into the VPC, and ${packet.destination} is in there`,
      "take the route to a range inside the VPC away",
    );
  }
  if (isIn(vpc, packet.source)) return undefined;
  return blocked(
    instance,
    "HOST_FIREWALL",
    `the host's own firewall (${FIREWALL}) passes on what comes from the VPC's ${vpc.join(", ")}, and ${packet.source} is not in there`,
    "if this is a range of the VPC, name it to the host too; otherwise lead its route another way",
  );
}

/** A NAT host of this project forwards no IPv6; whether another one does is not known. */
export function refusedAsIpv6(instance: Instance, packet: Packet): Stop | undefined {
  if (!isIpv6(packet)) return undefined;
  if (!vpcRangesOf(instance)) {
    return { missing: { name: instance.name, why: "may forward IPv6 or not, which is not known here" } };
  }
  return blocked(
    instance,
    "HOST_FIREWALL",
    "the NAT host forwards IPv4 alone, since IPv6 needs no translation",
    "lead ::/0 to an egress-only internet gateway, which is free",
  );
}

function isIn(ranges: readonly string[], address: string): boolean {
  return ranges.some((range) => holds(range, address));
}

function readVpcRanges(userData: string | undefined): string[] | undefined {
  if (!userData?.includes(FIREWALL)) return undefined;
  const rules = contentOf(userData, FIREWALL) ?? "";
  return /^define vpc = \{ (.*) \}$/m.exec(rules)?.[1]!.split(", ");
}

/** A file that a cloud-config writes; undefined for user data of any other kind. */
function contentOf(userData: string, path: string): string | undefined {
  try {
    const { write_files } = parse(userData) as { write_files?: { path: string; content?: string }[] };
    return write_files?.find((file) => file.path === path)?.content;
  } catch {
    return undefined;
  }
}

/**
 * The network interface by which an instance sends to an address, be it a request or a reply: the one in the address's
 * subnet; of a NAT host of this project interface #1, for the rest of the VPC; otherwise the first, which has the default
 * route.
 */
export function interfaceTowards(network: Network, instance: Instance, address: string): NetworkInterface {
  const networkInterfaces = instance.networkInterfaceIds.map((id) => network.networkInterface(id));
  // Interface #1 of a NAT host of this project has no IPv6 address on the host itself.
  if (address.includes(":") && vpcRangesOf(instance)) return networkInterfaces[0]!;
  const neighbour = networkInterfaces.find((networkInterface) =>
    rangesOf(network.subnetOf(networkInterface)).some((range) => holds(range, address)),
  );
  const inVpc = isIn(vpcRangesOf(instance) ?? [], address);
  return neighbour ?? (inVpc ? networkInterfaces[1] : undefined) ?? networkInterfaces[0]!;
}
