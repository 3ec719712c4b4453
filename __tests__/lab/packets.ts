/** The type of service that crafted packets bear, by which captures know them: routers and translations keep it. */
export const MARK = 0xb8;

/** tcpdump's filter for crafted packets, whatever has become of their addresses. */
export const CRAFTED = `(ip[1] & 0xfc == 0x${MARK.toString(16)})`;

export const PROTOCOLS = { icmp: 1, tcp: 6, udp: 17 } as const;

export interface Header {
  readonly from: string;
  readonly to: string;
  readonly protocol: number;
  /** In units of 8 bytes, and whether more follow. @default - whole */
  readonly fragment?: { readonly id: number; readonly offset: number; readonly more: boolean };
  /** A multiple of 4 bytes. @default - none */
  readonly options?: Buffer;
}

export interface Ends {
  readonly from: string;
  readonly fromPort: number;
  readonly to: string;
  readonly toPort: number;
}

/** The flags of TCP (RFC 9293, section 3.1). */
export const FLAGS = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10 } as const;

/** A packet of IPv4 (RFC 791). */
export function ipv4(header: Header, payload: Buffer): Buffer {
  const { from, to, protocol, fragment, options = Buffer.alloc(0) } = header;
  const head = Buffer.alloc(20);
  head.writeUInt8(0x40 | ((head.length + options.length) / 4), 0);
  head.writeUInt8(MARK, 1);
  head.writeUInt16BE(head.length + options.length + payload.length, 2);
  head.writeUInt16BE(fragment?.id ?? 1, 4);
  head.writeUInt16BE((fragment?.more ? 0x2000 : 0) | (fragment?.offset ?? 0), 6);
  head.writeUInt8(64, 8);
  head.writeUInt8(protocol, 9);
  head.set(octets(from), 12);
  head.set(octets(to), 16);
  const all = Buffer.concat([head, options]);
  all.writeUInt16BE(checksum(all), 10);
  return Buffer.concat([all, payload]);
}

export function tcp(ends: Ends, flags: number, header: Partial<Header> = {}, sequence?: number): Buffer {
  const segment = segmentOf(ends, flags, sequence);
  segment.writeUInt16BE(checksum(pseudoHeader(ends, PROTOCOLS.tcp, segment), segment), 16);
  return ipv4({ ...ends, protocol: PROTOCOLS.tcp, ...header }, segment);
}

export function udp(ends: Ends, text = "crafted", header: Partial<Header> = {}): Buffer {
  const datagram = datagramOf(ends, text);
  datagram.writeUInt16BE(checksum(pseudoHeader(ends, PROTOCOLS.udp, datagram), datagram), 6);
  return ipv4({ ...ends, protocol: PROTOCOLS.udp, ...header }, datagram);
}

/** A segment of TCP without its checksum. */
export function segmentOf(ends: Ends, flags: number, sequence = 0x1badcafe): Buffer {
  const segment = Buffer.alloc(20);
  segment.writeUInt16BE(ends.fromPort, 0);
  segment.writeUInt16BE(ends.toPort, 2);
  segment.writeUInt32BE(sequence, 4);
  segment.writeUInt32BE(flags & FLAGS.ack ? sequence : 0, 8);
  segment.writeUInt8(0x50, 12);
  segment.writeUInt8(flags, 13);
  segment.writeUInt16BE(1024, 14);
  return segment;
}

/** A datagram of UDP without its checksum. */
export function datagramOf(ends: Ends, text: string): Buffer {
  const datagram = Buffer.concat([Buffer.alloc(8), Buffer.from(text)]);
  datagram.writeUInt16BE(ends.fromPort, 0);
  datagram.writeUInt16BE(ends.toPort, 2);
  datagram.writeUInt16BE(datagram.length, 4);
  return datagram;
}

/** @param rest the four bytes after the checksum, whose meaning is the type's */
export function icmp(
  ends: { readonly from: string; readonly to: string },
  [type, code]: readonly [number, number],
  rest: Buffer = Buffer.alloc(4),
  body: Buffer = Buffer.from("crafted!"),
  header: Partial<Header> = {},
): Buffer {
  const message = Buffer.concat([Buffer.from([type, code, 0, 0]), rest, body]);
  message.writeUInt16BE(checksum(message), 2);
  return ipv4({ ...ends, protocol: PROTOCOLS.icmp, ...header }, message);
}

/** A packet in pieces of at most `size` bytes, a multiple of 8, beside the header. */
export function fragments(packet: Buffer, header: Header, size: number, id: number): Buffer[] {
  const payload = packet.subarray(20);
  const count = Math.ceil(payload.length / size);
  return Array.from({ length: count }, (_, index) =>
    ipv4(
      { ...header, fragment: { id, offset: (index * size) / 8, more: index < count - 1 } },
      payload.subarray(index * size, (index + 1) * size),
    ),
  );
}

export function octets(address: string): number[] {
  return address.split(".").map(Number);
}

function pseudoHeader({ from, to }: Ends, protocol: number, payload: Buffer): Buffer {
  const { length } = payload;
  return Buffer.from([...octets(from), ...octets(to), 0, protocol, length >> 8, length & 255]);
}

/** The internet checksum (RFC 1071) of these bytes one after the other; all but the last of an even number. */
export function checksum(...parts: readonly Buffer[]): number {
  const bytes = Buffer.concat(parts);
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at]! << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
