import { parse } from "yaml";
import { holds } from "../net/ranges";
import { Instance, NetworkInterface } from "../topology";
import { Network, rangesOf } from "./network";
import { Blocker, Packet, Stop, blocked, describe, isIpv6 } from "./packet";

/** The file by which an instance is known as this project's NAT host. */
const FIREWALL = "/etc/nftables/nat-host.nft";

interface HostFirewall {
  /** The ranges that it lets out. */
  readonly private: readonly string[];
  /** The ranges that it keeps from the host itself. */
  readonly vpc: readonly string[];
}

const known = new WeakMap<Instance, HostFirewall | undefined>();

function firewallOf(instance: Instance): HostFirewall | undefined {
  if (!known.has(instance)) known.set(instance, readFirewall(instance.userData));
  return known.get(instance);
}

/** The ranges that a NAT host of this project serves, as its firewall has them; undefined for any other instance. */
function servedRanges(instance: Instance): readonly string[] | undefined {
  return firewallOf(instance)?.private;
}

/** The refusal of what the VPC sends to the host itself, ping excepted. */
export function refusedByHost(
  instance: Instance,
  networkInterface: NetworkInterface,
  packet: Packet,
): { blocker: Blocker } | undefined {
  if (packet.protocol === "icmp" || !isFrom(packet, firewallOf(instance)?.vpc ?? [])) return undefined;
  return blocked(
    instance,
    "HOST_FIREWALL",
    `the host's own firewall (${FIREWALL}) lets the VPC's own addresses reach ${networkInterface.name} by ping alone, and ${packet.source} sends ${describe(packet)}`,
    "offer the service on another instance; enter the NAT host by Systems Manager",
  );
}

/** The refusal to pass a packet on that is not from those whom the host serves. */
export function refusedOnward(instance: Instance, packet: Packet): { blocker: Blocker } | undefined {
  const firewall = firewallOf(instance);
  if (!firewall) return undefined;
  const { private: ranges, vpc } = firewall;
  if (vpc.some((range) => holds(range, packet.destination))) {
    return blocked(
      instance,
      "HOST_FIREWALL",
      `the host's own firewall (${FIREWALL}) passes nothing on into the VPC, and ${packet.destination} is in there`,
      "take the route to a range inside the VPC away",
    );
  }
  if (isFrom(packet, ranges)) return undefined;
  return blocked(
    instance,
    "HOST_FIREWALL",
    `the host's own firewall (${FIREWALL}) passes on what comes from ${ranges.join(", ")}, and ${packet.source} is not in there`,
    "lead this route to the NAT host that serves the subnet",
  );
}

/** A NAT host of this project forwards no IPv6; whether another one does is not known. */
export function refusedAsIpv6(instance: Instance, packet: Packet): Stop | undefined {
  if (!isIpv6(packet)) return undefined;
  if (!firewallOf(instance)) {
    return { missing: { name: instance.name, why: "may forward IPv6 or not, which is not known here" } };
  }
  return blocked(
    instance,
    "HOST_FIREWALL",
    "the NAT host forwards IPv4 alone, since IPv6 needs no translation",
    "lead ::/0 to an egress-only internet gateway, which is free",
  );
}

function isFrom({ source }: Packet, ranges: readonly string[]): boolean {
  return ranges.some((range) => holds(range, source));
}

function readFirewall(userData: string | undefined): HostFirewall | undefined {
  if (!userData?.includes(FIREWALL)) return undefined;
  const rules = contentOf(userData, FIREWALL) ?? "";
  const [ours, vpc] = [definition(rules, "private"), definition(rules, "vpc")];
  return ours && vpc && { private: ours, vpc };
}

/** The ranges of a `define`, of one range or a set of them. */
function definition(rules: string, name: string): string[] | undefined {
  const value = new RegExp(`^define ${name} = (.*)$`, "m").exec(rules)?.[1];
  return value
    ?.replace(/[{}]/g, "")
    .split(",")
    .map((range) => range.trim());
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
 * subnet; of a NAT host of this project interface #1, for all subnets that it serves; otherwise the first, which has
 * the default route.
 */
export function interfaceTowards(network: Network, instance: Instance, address: string): NetworkInterface {
  const networkInterfaces = instance.networkInterfaceIds.map((id) => network.networkInterface(id));
  // Interface #1 of a NAT host of this project has no IPv6 address on the host itself.
  if (address.includes(":") && firewallOf(instance)) return networkInterfaces[0]!;
  const neighbour = networkInterfaces.find((networkInterface) =>
    rangesOf(network.subnetOf(networkInterface)).some((range) => holds(range, address)),
  );
  const serves = servedRanges(instance)?.some((range) => holds(range, address)) ?? false;
  return neighbour ?? (serves ? networkInterfaces[1] : undefined) ?? networkInterfaces[0]!;
}
