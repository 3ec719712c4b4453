import { join } from "node:path";
import { Capture } from "../../lab/capture";
import { Lab } from "../../lab/lab";
import { until } from "../../lab/until";
import { INTERNET_HOSTS } from "../../lab/fabric/internet";
import { CRAFTED } from "./packets";
import { CRAFTED6 } from "./packets6";

const [INTERNET, STRANGER] = INTERNET_HOSTS;

/** What counts among the packets of a family: what is crafted, what has to do with the stranger, what is no reply. */
export interface Watched {
  readonly crafted: string;
  readonly stranger: string;
  /** At private hosts, what is not their own talk: with the host on the internet, or with their router. */
  readonly notTheirs: string;
  /** How tcpdump begins to tell of the packet that ends each sending. */
  readonly last: string;
}

export const IPV4: Watched = {
  crafted: CRAFTED,
  stranger: `ip and host ${STRANGER.address}`,
  notTheirs: `ip and not host ${INTERNET.address}`,
  last: `IP ${INTERNET.address}.7 > `,
};

/** Neighbour discovery, and what tells of multicast groups (RFC 3810), have nothing to do with anyone outside. */
const NEIGHBOURS = "icmp6 and (ip6[40] == 143 or (ip6[40] >= 133 and ip6[40] <= 137))";
export const IPV6: Watched = {
  crafted: CRAFTED6,
  stranger: `ip6 and host ${STRANGER.ipv6Address}`,
  notTheirs: `ip6 and not host ${INTERNET.ipv6Address} and not (${NEIGHBOURS}) and not ip6 proto 0 and not src net fe80::/10`,
  last: `IP6 ${INTERNET.ipv6Address}.7 > `,
};

/** A place where packets can be put on a cable. */
export interface Door {
  /** The namespace and the device in it that they leave by. */
  readonly namespace: string;
  readonly device: string;
  readonly mac: string;
  /** Whose capture shows that they came, and on which device. */
  readonly seenBy: string;
  readonly seenOn: string;
}

/** What captures saw of crafted packets and of their consequences, by host; tcpdump's lines without the time. */
export type Seen = Readonly<Record<string, readonly string[]>>;

/** Those of tcpdump's lines that begin in one of these ways, such as `ens5 In`. */
export function startingWith(lines: readonly string[], ...starts: readonly string[]): string[] {
  return lines.filter((line) =>
    starts.some((start) => line.startsWith(`${start} `) || line.startsWith(`${start}.`)),
  );
}

/** Listens everywhere while crafted packets are sent. */
export class Witnesses {
  private readonly captures = new Map<string, Capture>();

  private constructor(
    private readonly lab: Lab,
    private readonly privateHosts: readonly string[],
    private readonly watched: Watched,
  ) {}

  /**
   * @param hosts those where only what is crafted, or has to do with the stranger, counts
   * @param privateHosts those where all counts but their own talk with the internet host
   */
  static async listen(
    lab: Lab,
    hosts: readonly string[],
    privateHosts: readonly string[],
    watched = IPV4,
  ): Promise<Witnesses> {
    const witnesses = new Witnesses(lab, privateHosts, watched);
    const { crafted, stranger, notTheirs } = watched;
    const filters: [string, string][] = [
      ...hosts.map((host): [string, string] => [host, `${crafted} or (${stranger})`]),
      ...privateHosts.map((host): [string, string] => [host, `${crafted} or (${notTheirs})`]),
    ];
    for (const [host, filter] of filters)
      witnesses.captures.set(host, await Capture.start(lab.namespace(host), filter));
    return witnesses;
  }

  /**
   * Sends packets, then one that must arrive at the first private host: when it has, so would have those before it.
   *
   * @returns what was seen in between
   */
  async send(door: Door, packets: readonly Buffer[], last: Buffer): Promise<Seen> {
    const before = [...this.captures].map(([host, { seen }]) => [host, seen.length] as const);
    const arrived = () => linesOf(this.captures.get(door.seenBy)!.seen).filter(isInOn(door.seenOn)).length;
    const start = arrived();
    await this.put(door, packets);
    await until(
      `${packets.length} packets at ${door.seenBy}`,
      30,
      () => arrived() - start >= packets.length,
      async () => `${arrived() - start} came`,
    );
    const first = this.captures.get(this.privateHosts[0]!)!;
    const known = first.seen.length;
    await this.put(door, [last]);
    await until("The last packet, which looks like a reply,", 30, () =>
      first.seen.slice(known).some((line) => this.isLast(line)),
    );
    return Object.fromEntries(
      before.map(([host, length]) => [
        host,
        linesOf(this.captures.get(host)!.seen.slice(length)).filter((line) => !this.isLast(line)),
      ]),
    );
  }

  private isLast(line: string): boolean {
    return line.includes(this.watched.last);
  }

  private async put({ namespace, device, mac }: Door, packets: readonly Buffer[]): Promise<void> {
    const args = [join(__dirname, "send-packets.py"), device, mac];
    const input = packets.map((packet) => `${packet.toString("hex")}\n`).join("");
    await this.lab.run(namespace, "python3", args, { input });
  }
}

function linesOf(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/^\S+ /, "").replace(/ +/g, " "));
}

function isInOn(device: string): (line: string) => boolean {
  return (line) => line.startsWith(`${device} In `);
}
