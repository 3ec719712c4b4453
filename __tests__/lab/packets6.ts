import { Address6 } from "ip-address";
import { Ends, FLAGS, MARK, PROTOCOLS, checksum, datagramOf, segmentOf } from "./packets";

/** tcpdump's filter for crafted packets of IPv6, by their traffic class. */
export const CRAFTED6 = `(ip6[0:2] & 0x0fc0 == 0x0${(MARK << 4).toString(16)})`;

/** The numbers of what may follow a header of IPv6 (RFC 8200). */
export const NEXT = { hopByHop: 0, routing: 43, fragment: 44, icmp: 58, none: 59, options: 60 } as const;

export interface Header6 {
  readonly from: string;
  readonly to: string;
  readonly next: number;
}

/** A packet of IPv6 (RFC 8200). Its hop limit is that of a neighbour's, which neighbour discovery asks for. */
export function ipv6({ from, to, next }: Header6, payload: Buffer): Buffer {
  const head = Buffer.alloc(40);
  head.writeUInt32BE(((6 << 28) | (MARK << 20)) >>> 0, 0);
  head.writeUInt16BE(payload.length, 4);
  head.writeUInt8(next, 6);
  head.writeUInt8(255, 7);
  head.set(bytes(from), 8);
  head.set(bytes(to), 24);
  return Buffer.concat([head, payload]);
}

export function tcp6(ends: Ends, flags: number = FLAGS.syn): Buffer {
  const segment = segmentOf(ends, flags);
  segment.writeUInt16BE(checksum(pseudoHeader(ends, PROTOCOLS.tcp, segment), segment), 16);
  return ipv6({ ...ends, next: PROTOCOLS.tcp }, segment);
}

export function udp6(ends: Ends, text = "crafted!"): Buffer {
  const datagram = datagramOf(ends, text);
  datagram.writeUInt16BE(checksum(pseudoHeader(ends, PROTOCOLS.udp, datagram), datagram), 6);
  return ipv6({ ...ends, next: PROTOCOLS.udp }, datagram);
}

/** @param rest what follows the checksum, whose meaning is the type's */
export function icmp6(
  ends: Pick<Header6, "from" | "to">,
  [type, code]: readonly [number, number],
  rest: Buffer = Buffer.from("\0\0\0\0crafted!"),
): Buffer {
  const message = Buffer.concat([Buffer.from([type, code, 0, 0]), rest]);
  message.writeUInt16BE(checksum(pseudoHeader(ends, NEXT.icmp, message), message), 2);
  return ipv6({ ...ends, next: NEXT.icmp }, message);
}

/** The same packet with a header of options, of a route or of a fragment before its content. */
export function behind(extension: number, packet: Buffer, content: Buffer): Buffer {
  const header = Buffer.from(content);
  header.writeUInt8(packet[6]!, 0);
  const changed = Buffer.from(packet.subarray(0, 40));
  changed.writeUInt16BE(packet.length - 40 + header.length, 4);
  changed.writeUInt8(extension, 6);
  return Buffer.concat([changed, header, packet.subarray(40)]);
}

export function bytes(address: string): Buffer {
  return Buffer.from(new Address6(address).canonicalForm().replaceAll(":", ""), "hex");
}

function pseudoHeader({ from, to }: Pick<Header6, "from" | "to">, next: number, { length }: Buffer): Buffer {
  return Buffer.concat([
    bytes(from),
    bytes(to),
    Buffer.from([0, 0, length >> 8, length & 255, 0, 0, 0, next]),
  ]);
}
