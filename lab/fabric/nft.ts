import { Service } from "../../lib/topology";

/** nft knows no empty list of elements. */
export function elements(all: readonly string[]): string {
  return all.length === 0 ? "" : `elements = { ${all.join(", ")} }`;
}

/** What matches the packets that a rule is for, beside their addresses; empty for all. */
export function serviceOf(service: Service): string {
  switch (service.protocol) {
    case "all":
      return "";
    case "other":
      return `ip protocol ${service.number}`;
    case "icmpv6":
      return "ip protocol 58";
    case "icmp": {
      const type = service.type === undefined ? "" : `icmp type ${service.type}`;
      return service.code === undefined ? type || "ip protocol icmp" : `${type} icmp code ${service.code}`;
    }
    default:
      return service.fromPort === undefined
        ? `ip protocol ${service.protocol}`
        : `${service.protocol} dport ${service.fromPort}-${service.toPort ?? service.fromPort}`;
  }
}
