import { parse } from "yaml";
import { Instance, NetworkInterface } from "../topology";
import { isInside } from "./network";
import { Blocker, Packet, blocked, describe } from "./packet";

/** The file by which an instance is known as this project's NAT host. */
const FIREWALL = "/etc/nftables/nat-host.nft";

const known = new WeakMap<Instance, readonly string[] | undefined>();

/** The ranges that a NAT host of this project serves, as its firewall has them; undefined for any other instance. */
export function servedRanges(instance: Instance): readonly string[] | undefined {
  if (!known.has(instance)) known.set(instance, readRanges(instance.userData));
  return known.get(instance);
}

/** The refusal of what those that the host serves send to the host itself, ping excepted. */
export function refusedByHost(
  instance: Instance,
  card: NetworkInterface,
  packet: Packet,
): { blocker: Blocker } | undefined {
  if (packet.protocol === "icmp" || !isServed(packet, servedRanges(instance) ?? [])) return undefined;
  return blocked(
    instance,
    "HOST_FIREWALL",
    `the host's own firewall (${FIREWALL}) lets ${packet.source} through to the internet, and to ${card.name} by ping alone, not by ${describe(packet)}`,
    "offer the service on another instance; enter the NAT host by Systems Manager",
  );
}

/** The refusal to pass a packet on that is not from those whom the host serves. */
export function refusedOnward(instance: Instance, packet: Packet): { blocker: Blocker } | undefined {
  const ranges = servedRanges(instance);
  if (!ranges || isServed(packet, ranges)) return undefined;
  return blocked(
    instance,
    "HOST_FIREWALL",
    `the host's own firewall (${FIREWALL}) passes on what comes from ${ranges.join(", ")}, and ${packet.source} is not in there`,
    "lead this route to the NAT host that serves the subnet",
  );
}

function isServed({ source }: Packet, ranges: readonly string[]): boolean {
  return ranges.some((range) => isInside(source, range));
}

function readRanges(userData: string | undefined): string[] | undefined {
  if (!userData?.includes(FIREWALL)) return undefined;
  const ranges = /^define private = \{(.*)\}$/m.exec(contentOf(userData, FIREWALL) ?? "")?.[1];
  return ranges?.split(",").map((range) => range.trim());
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
