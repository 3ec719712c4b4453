import { INTERNET_HOSTS } from "../../lab/fabric/internet";
import { FLAGS } from "./packets";
import { NEXT, behind, bytes, icmp6, ipv6, tcp6, udp6 } from "./packets6";

const [INTERNET, STRANGER] = INTERNET_HOSTS;

/** What a stranger aims at by IPv6: addresses that are public ones. */
export interface Target6 {
  /** A private instance that speaks, and the ports of its talk with the internet host's ports 80 and 7. */
  readonly address: string;
  readonly livePorts: { readonly tcp: number; readonly udp: number };
  /** Other addresses in the VPC: of instances, of the NAT host, of routers, and such that nobody has. */
  readonly others: readonly string[];
}

const PORTS = [...Array.from({ length: 1024 }, (_, index) => index + 1), 3389, 8080, 8443, 32768, 65535];
const ALL_FLAGS = [
  0,
  FLAGS.syn,
  FLAGS.ack,
  FLAGS.rst,
  FLAGS.fin,
  FLAGS.syn | FLAGS.ack,
  FLAGS.psh | FLAGS.ack,
  0x3f,
];
/** All nodes, all routers, all DHCP servers: what a neighbour could ask. */
const TO_ALL = ["ff02::1", "ff02::2", "ff02::1:2", "ff05::1:3", "ff0e::1"];
const NOBODYS = ["::", "::1", "fe80::1", "fe80::2", "fc00::1", "::ffff:10.8.1.4", "64:ff9b::a08:104"];

/** Whatever one can try who knows the addresses and nothing of who talks to whom. */
export function blind6({ address, others }: Target6): Buffer[] {
  return [
    ...PORTS.flatMap((toPort) => [
      tcp6({ ...strangerTo(address), toPort }),
      udp6({ ...strangerTo(address), toPort }),
    ]),
    ...Array.from({ length: 256 }, (_, next) =>
      ipv6({ from: STRANGER.ipv6Address, to: address, next }, Buffer.from("crafted!")),
    ),
    ...Array.from({ length: 256 }, (_, type) =>
      icmp6({ from: STRANGER.ipv6Address, to: address }, [type, 0]),
    ),
    ...[...others, ...TO_ALL].flatMap((to) => oneOfEach(STRANGER.ipv6Address, to)),
    ...[...NOBODYS, ...others].flatMap((from) => oneOfEach(from, address)),
    ...neighbourly(address),
    ...extended(address, others[0]!),
  ];
}

/** What one can try who has learned the ports of live connections, and comes from another address or to another port. */
export function atLivePorts6({ address, livePorts }: Target6): Buffer[] {
  return [STRANGER.ipv6Address, "2001:db8:ffff::2"].flatMap((from) =>
    [7, 80, 40000].flatMap((fromPort) => [
      ...ALL_FLAGS.map((flags) => tcp6({ from, fromPort, to: address, toPort: livePorts.tcp }, flags)),
      udp6({ from, fromPort, to: address, toPort: livePorts.udp }),
      udp6({ from, fromPort, to: address, toPort: livePorts.tcp }),
    ]),
  );
}

/** A datagram that nobody can tell from a reply: addresses and ports are those of live talk. */
export function exactReply6({ address, livePorts }: Target6): Buffer {
  return udp6({ from: INTERNET.ipv6Address, fromPort: 7, to: address, toPort: livePorts.udp });
}

function strangerTo(to: string) {
  return { from: STRANGER.ipv6Address, fromPort: 40000, to };
}

function oneOfEach(from: string, to: string): Buffer[] {
  return [
    ...[22, 443, 8443].map((toPort) => tcp6({ from, fromPort: 40000, to, toPort })),
    ...[7, 53, 546, 547].map((toPort) => udp6({ from, fromPort: 40000, to, toPort })),
    icmp6({ from, to }, [128, 0]),
  ];
}

/** As a router or a neighbour would: advertisements of himself, solicitations, redirects (RFC 4861). */
function neighbourly(to: string): Buffer[] {
  const [router, neighbour] = [Buffer.alloc(12), Buffer.concat([Buffer.alloc(4), bytes(to)])];
  const redirect = Buffer.concat([Buffer.alloc(4), bytes(STRANGER.ipv6Address), bytes(INTERNET.ipv6Address)]);
  return [STRANGER.ipv6Address, "fe80::1", "fe80::66"].flatMap((from) =>
    [to, "ff02::1"].flatMap((receiver) => [
      icmp6({ from, to: receiver }, [133, 0], Buffer.alloc(4)),
      icmp6({ from, to: receiver }, [134, 0], router),
      icmp6({ from, to: receiver }, [135, 0], neighbour),
      icmp6({ from, to: receiver }, [136, 0], neighbour),
      icmp6({ from, to: receiver }, [137, 0], redirect),
    ]),
  );
}

/** Behind options, routing headers (type 0, by way of another address) and fragment headers, first and last ones. */
function extended(to: string, via: string): Buffer[] {
  const padding = Buffer.from([0, 0, 1, 4, 0, 0, 0, 0]);
  const route = (target: string) => Buffer.concat([Buffer.from([0, 2, 0, 1, 0, 0, 0, 0]), bytes(target)]);
  const fragment = (offset: number, more: boolean) =>
    Buffer.from([0, 0, offset >> 5, ((offset << 3) & 255) | Number(more), 0, 0, 0, 9]);
  return [tcp6({ ...strangerTo(to), toPort: 22 }), udp6({ ...strangerTo(to), toPort: 7 })].flatMap(
    (packet) => [
      behind(NEXT.hopByHop, packet, padding),
      behind(NEXT.options, packet, padding),
      behind(NEXT.routing, packet, route(via)),
      behind(NEXT.routing, tcp6({ ...strangerTo(via), toPort: 22 }), route(to)),
      behind(NEXT.fragment, packet, fragment(0, false)),
      behind(NEXT.fragment, packet, fragment(0, true)),
      behind(NEXT.fragment, packet, fragment(100, false)),
    ],
  );
}
