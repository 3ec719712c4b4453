import { FLAGS, Header, PROTOCOLS, fragments, icmp, ipv4, octets, tcp, udp } from "./packets";
import { INTERNET, STRANGER } from "./labs";

/** What a stranger aims at. */
export interface Target {
  /** The NAT host's address: the Elastic IP, or interface #0's own where that has been put in its place. */
  readonly address: string;
  /** Addresses in the VPC that are none of his business. */
  readonly privateIps: readonly string[];
  /** The last addresses of the VPC and its subnets, which would be meant for all of them. */
  readonly broadcasts: readonly string[];
  /** The outside ports of two live translations: to the internet host's ports 80 and 7. */
  readonly livePorts: { readonly tcp: number; readonly udp: number };
}

const ALL_FLAGS: readonly number[] = [
  ...[0, FLAGS.syn, FLAGS.ack, FLAGS.rst, FLAGS.rst | FLAGS.ack, FLAGS.fin, FLAGS.syn | FLAGS.ack],
  ...[FLAGS.psh | FLAGS.ack, FLAGS.syn | FLAGS.fin, 0x3f],
];
const PORTS = [...Array.from({ length: 1024 }, (_, index) => index + 1), 3389, 8080, 32768, 49152, 65535];
const TO_ALL = ["255.255.255.255", "224.0.0.1", "239.1.2.3"];

/** Whatever one can try who knows the addresses and nothing of what is translated now. */
export function blind({ address, privateIps, broadcasts }: Target): Buffer[] {
  return [
    ...PORTS.flatMap((toPort) => [
      tcp({ ...toHost(address), toPort }, FLAGS.syn),
      udp({ ...toHost(address), toPort }),
    ]),
    ...Array.from({ length: 256 }, (_, protocol) =>
      ipv4({ from: STRANGER, to: address, protocol }, Buffer.from("crafted!")),
    ),
    ...[...privateIps, ...broadcasts, ...TO_ALL].flatMap(oneOfEach),
    ...ALL_FLAGS.map((flags) => tcp({ ...toHost(address), toPort: 80 }, flags)),
    ...Array.from({ length: 44 }, (_, type) => icmp({ from: STRANGER, to: address }, [type, 0])),
    ...errorsAbout(udp({ from: address, fromPort: 9, to: INTERNET, toPort: 9 }), address),
    ...inPieces(address),
    ...withOptions(address, privateIps[0]!),
    ...[INTERNET, address, "127.0.0.1", "0.0.0.0", "169.254.169.254", "224.0.0.1", "255.255.255.255"].flatMap(
      (from) => [
        tcp({ from, fromPort: 80, to: address, toPort: 22 }, FLAGS.syn),
        udp({ from, fromPort: 53, to: address, toPort: 7 }),
        icmp({ from, to: address }, [8, 0]),
      ],
    ),
  ];
}

/**
 * What one can try who has learned the outside ports of live translations, and comes from an address that is not the
 * one spoken to.
 */
export function atLivePorts({ address, livePorts }: Target): Buffer[] {
  return [STRANGER, "192.0.2.2", "198.51.100.7"].flatMap((from) =>
    [7, 80, 40000].flatMap((fromPort) => [
      ...ALL_FLAGS.map((flags) => tcp({ from, fromPort, to: address, toPort: livePorts.tcp }, flags)),
      udp({ from, fromPort, to: address, toPort: livePorts.udp }),
      udp({ from, fromPort, to: address, toPort: livePorts.tcp }),
      tcp({ from, fromPort, to: address, toPort: livePorts.udp }, FLAGS.syn),
    ]),
  );
}

/** What claims to come from private instances: to the host, to each other, and through it to the internet. */
export function asPrivate({ address, privateIps }: Target): Buffer[] {
  return privateIps.flatMap((from) =>
    [address, ...privateIps, INTERNET].flatMap((to) => [
      tcp({ from, fromPort: 40000, to, toPort: 22 }, FLAGS.syn),
      udp({ from, fromPort: 40000, to, toPort: 53 }),
      icmp({ from, to }, [8, 0]),
    ]),
  );
}

/**
 * Segments under the address and port of the one who is spoken to, to the right port: only the sequence number is
 * wrong.
 */
export function outOfWindow({ address, livePorts }: Target): Buffer[] {
  const ends = { from: INTERNET, fromPort: 80, to: address, toPort: livePorts.tcp };
  return [FLAGS.rst, FLAGS.rst | FLAGS.ack, FLAGS.ack, FLAGS.fin | FLAGS.ack].flatMap((flags) =>
    [0x00000001, 0x40000000, 0x80000000, 0xc0000000].map((sequence) => tcp(ends, flags, {}, sequence)),
  );
}

/** Errors and redirects that quote live translations as they are seen outside. */
export function errorsAboutLive({ address, livePorts }: Target): Buffer[] {
  return [
    tcp({ from: address, fromPort: livePorts.tcp, to: INTERNET, toPort: 80 }, FLAGS.ack),
    udp({ from: address, fromPort: livePorts.udp, to: INTERNET, toPort: 7 }),
  ].flatMap((quoted) => errorsAbout(quoted, address));
}

/** A datagram that nobody can tell from a reply: address and both ports are those of a live mapping. */
export function exactReply({ address, livePorts }: Target): Buffer {
  return udp({ from: INTERNET, fromPort: 7, to: address, toPort: livePorts.udp });
}

function toHost(to: string) {
  return { from: STRANGER, fromPort: 40000, to };
}

function oneOfEach(to: string): Buffer[] {
  return [
    ...[22, 80, 443].flatMap((toPort) =>
      [FLAGS.syn, FLAGS.ack, FLAGS.rst].map((flags) => tcp({ ...toHost(to), toPort }, flags)),
    ),
    ...[7, 53, 68].map((toPort) => udp({ ...toHost(to), toPort })),
    icmp({ from: STRANGER, to }, [8, 0]),
  ];
}

/** Unreachable with every code, quench, redirects to himself, time exceeded, a bad parameter. */
function errorsAbout(quoted: Buffer, to: string): Buffer[] {
  const codes = Array.from({ length: 16 }, (_, code) => code);
  const smallMtu = Buffer.from([0, 0, 2, 40]);
  const body = quoted.subarray(0, 28);
  return [
    ...codes.map((code) => icmp({ from: STRANGER, to }, [3, code], code === 4 ? smallMtu : undefined, body)),
    icmp({ from: STRANGER, to }, [4, 0], undefined, body),
    ...[0, 1, 2, 3].map((code) =>
      icmp({ from: STRANGER, to }, [5, code], Buffer.from(octets(STRANGER)), body),
    ),
    ...[0, 1].map((code) => icmp({ from: STRANGER, to }, [11, code], undefined, body)),
    icmp({ from: STRANGER, to }, [12, 0], undefined, body),
  ];
}

/** Whole sets of fragments, the first alone, the last alone, and two that overlap. */
function inPieces(to: string): Buffer[] {
  const header = (protocol: number): Header => ({ from: STRANGER, to, protocol });
  const syn = fragments(tcp({ ...toHost(to), toPort: 22 }, FLAGS.syn), header(PROTOCOLS.tcp), 8, 2);
  const echo = fragments(icmp({ from: STRANGER, to }, [8, 0]), header(PROTOCOLS.icmp), 8, 3);
  const datagram = fragments(
    udp({ ...toHost(to), toPort: 7 }, "x".repeat(4000)),
    header(PROTOCOLS.udp),
    1400,
    4,
  );
  const overlapping = [0, 0].map((offset, index) =>
    ipv4(
      { ...header(PROTOCOLS.udp), fragment: { id: 5, offset, more: index === 0 } },
      Buffer.alloc(16, index),
    ),
  );
  const alone = (fragment: Buffer, id: number) => {
    const { offset, more } = { offset: fragment.readUInt16BE(6) & 0x1fff, more: (fragment[6]! & 0x20) > 0 };
    return ipv4({ ...header(PROTOCOLS.tcp), fragment: { id, offset, more } }, fragment.subarray(20));
  };
  return [...syn, ...echo, ...datagram, alone(syn[0]!, 6), alone(syn.at(-1)!, 7), ...overlapping];
}

/** By way of the host, loosely and strictly (RFC 791, section 3.1), and options that mean nothing. */
function withOptions(via: string, to: string): Buffer[] {
  const sourceRoute = (type: number) => Buffer.from([type, 7, 4, ...octets(to), 0]);
  const all = [
    ...[sourceRoute(131), sourceRoute(137)],
    // Record route, timestamps, router alert, and one that is longer than the header.
    ...[
      [7, 7, 4, 0, 0, 0, 0, 0],
      [68, 8, 5, 0, 0, 0, 0, 0],
      [148, 4, 0, 0],
      [131, 200, 4, 0],
    ].map((bytes) => Buffer.from(bytes)),
  ];
  return all.flatMap((options) => [
    icmp({ from: STRANGER, to: via }, [8, 0], undefined, undefined, { options }),
    tcp({ ...toHost(via), toPort: 22 }, FLAGS.syn, { options }),
    udp({ ...toHost(via), toPort: 7 }, "crafted", { options }),
  ]);
}
