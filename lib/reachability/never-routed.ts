import { holds } from "../net/ranges";
import { Element } from "../topology";
import { Packet, Stop, blocked } from "./packet";

/** Ranges that no route and no NAT leads to, whatever a table says, and who is meant by them instead (RFC 6890; of IPv6 RFC 4291). */
const RANGES: readonly (readonly [range: string, what: string, fix: string])[] = [
  ["0.0.0.0/8", '"this host on this network" (RFC 791)', "ask for an address that a host has"],
  [
    "127.0.0.0/8",
    "each host's own loopback (RFC 1122)",
    "ask for the address that the host has in the network",
  ],
  [
    "169.254.0.0/16",
    "link-local (RFC 3927): AWS itself answers to it on each instance's own link, with metadata, names and the time",
    "nothing has to lead there; ask for an address that a host has",
  ],
  ["224.0.0.0/4", "multicast (RFC 5771), which a VPC carries to nobody", "ask for one host's address"],
  ["240.0.0.0/4", "reserved, or broadcast (RFC 1112, RFC 919)", "ask for one host's address"],
  ["::/128", "no host's address (RFC 4291)", "ask for an address that a host has"],
  ["::1/128", "each host's own loopback (RFC 4291)", "ask for the address that the host has in the network"],
  ["fe80::/10", "link-local (RFC 4291), which no router passes on", "ask for an address that a host has"],
  [
    "fd00:ec2::/32",
    "AWS's own: it answers to it on each instance's own link, with metadata, names and the time",
    "nothing has to lead there; ask for an address that a host has",
  ],
  ["ff00::/8", "multicast (RFC 4291), which a VPC carries to nobody", "ask for one host's address"],
];

/** Why an address is never routed; undefined when it may be. */
export function whyNeverRouted(address: string): string | undefined {
  return RANGES.find(([range]) => holds(range, address))?.[1];
}

/** Stops a packet to an address that is never routed at the one who sends it. */
export function refuseNeverRouted(sender: Element, { destination }: Packet): Stop | undefined {
  const found = RANGES.find(([range]) => holds(range, destination));
  return (
    found &&
    blocked(sender, "NEVER_ROUTED", `${destination} is ${found[1]}; no route or NAT leads to it`, found[2])
  );
}
