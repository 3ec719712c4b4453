import { Address4 } from "ip-address";
import { Service } from "../../lib/topology";
import { Family } from "./families";

/** nft knows no empty list of elements. */
export function elements(all: readonly string[]): string {
  return all.length === 0 ? "" : `elements = { ${all.join(", ")} }`;
}

/** The mark of connections that a load balancer with this address has passed on: the address itself, as a number. */
export function markOf(privateIp: string): string {
  return `0x${new Address4(privateIp).toHex().replaceAll(":", "")}`;
}

/** What matches the packets that a rule is for, beside their addresses; empty for all. */
export function serviceOf(family: Family, service: Service): string {
  switch (service.protocol) {
    case "all":
      return "";
    case "other":
      return `meta l4proto ${service.number}`;
    case "icmp":
    case "icmpv6":
      return icmpOf(family, service);
    default:
      return service.fromPort === undefined
        ? `meta l4proto ${service.protocol}`
        : `${service.protocol} dport ${service.fromPort}-${service.toPort ?? service.fromPort}`;
  }
}

/** nft knows the types of the family's own messages alone; of the other family's there are none. */
function icmpOf(
  family: Family,
  { protocol, type, code }: Extract<Service, { readonly type?: number }>,
): string {
  const isOwn = protocol === (family === "ip" ? "icmp" : "icmpv6");
  if (type === undefined || !isOwn) return `meta l4proto ${protocol === "icmp" ? 1 : 58}`;
  return `${protocol} type ${type}${code === undefined ? "" : ` ${protocol} code ${code}`}`;
}
