import { Service } from "../topology";
import { Packet, Ports } from "./packet";

/** What rules see of a packet beside its addresses; several ports where it is not known which its sender chose. */
export type Content =
  | { readonly protocol: "icmp"; readonly type: number; readonly code: number }
  | { readonly protocol: "tcp" | "udp"; readonly ports: Ports };

/** An echo request, and the reply to one (RFC 792). */
const ECHO = { request: { type: 8, code: 0 }, reply: { type: 0, code: 0 } };

export function requestOf({ protocol, port = 0 }: Pick<Packet, "protocol" | "port">): Content {
  return protocol === "icmp" ? { protocol, ...ECHO.request } : { protocol, ports: [port, port] };
}

/** @param ports those of which the request's sender chose one */
export function replyOf({ protocol }: Pick<Packet, "protocol">, ports: Ports): Content {
  return protocol === "icmp" ? { protocol, ...ECHO.reply } : { protocol, ports };
}

/** Whether a rule is for a protocol and, for TCP and UDP, for a port. */
export function covers(rule: Service, content: Content, port = 0): boolean {
  if (rule.protocol === "all") return true;
  if (rule.protocol === "icmp" && content.protocol === "icmp") {
    return isAnyOr(content.type, rule.type) && isAnyOr(content.code, rule.code);
  }
  if ((rule.protocol !== "tcp" && rule.protocol !== "udp") || rule.protocol !== content.protocol)
    return false;
  return (rule.fromPort ?? 0) <= port && port <= (rule.toPort ?? 65535);
}

function isAnyOr(value: number, ruled: number | undefined): boolean {
  return ruled === undefined || ruled === value;
}
