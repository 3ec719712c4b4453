import { Machine } from "../../lab/nat-host/machine";

/** Memory that an entry of the table takes at most, in bytes (lib/nat-host/root/etc/sysctl.d/90-nat.conf). */
const ENTRY_BYTES = 384;
/** The largest table that a test may fill: 384 MiB of the kernel's memory. */
const LARGEST = 1 << 20;

/** A connection that no packet has made. */
export interface Entry {
  readonly protocol: "tcp" | "udp";
  /** A private address, best one that no instance has. */
  readonly from: string;
  readonly to: string;
  readonly port: number;
  /** The private port, which is kept outside. */
  readonly fromPort: number;
  /** Whether both sides have spoken: such a one makes no room for others. @default true */
  readonly assured?: boolean;
}

/** A NAT host's connection table, and entries written into it. */
export class ConnectionEntries {
  /** @param outside the address that the host translates to */
  constructor(
    private readonly natHost: Machine,
    private readonly outside: string,
  ) {}

  /**
   * How many connections the host's kernel takes. It is the setting of the machine that runs the test, for its whole
   * network: a network namespace has none of its own.
   */
  async max(): Promise<number> {
    const { stdout } = await this.natHost.run("sysctl", ["-n", "net.netfilter.nf_conntrack_max"]);
    const max = Number(stdout);
    if (max <= LARGEST) return max;
    throw new Error(
      `Filling this machine's connection table takes ${(max * ENTRY_BYTES) >> 20} MiB; lower it for the test: ` +
        `sysctl -w net.netfilter.nf_conntrack_max=${LARGEST}`,
    );
  }

  /** How many there are now. */
  async count(): Promise<number> {
    return Number((await this.natHost.run("conntrack", ["--count"])).stdout);
  }

  /** Writes entries until there are no more, or no more are taken. */
  async load(entries: Iterable<Entry>): Promise<void> {
    const file = "/run/entries";
    const text = Array.from(entries, (entry) => this.line(entry)).join("");
    await this.natHost.write(file, text);
    await this.natHost.run("conntrack", ["--load-file", file], { reject: false, timeout: 300_000 });
    await this.natHost.remove(file);
  }

  /** Removes those that conntrack's options name, such as `--dst 192.0.2.1`. */
  async remove(...which: string[]): Promise<void> {
    await this.natHost.run("sh", ["-c", 'conntrack --delete "$@" >/dev/null', "sh", ...which], {
      reject: false,
      timeout: 300_000,
    });
  }

  /** Forgets every connection. */
  async flush(): Promise<void> {
    await this.natHost.run("conntrack", ["--flush"]);
  }

  /** Whether the host knows the TCP connection of that port outside. */
  async hasPort(port: number): Promise<boolean> {
    const which = ["--proto", "tcp", "--reply-port-dst", String(port)];
    return (await this.natHost.run("conntrack", ["--dump", ...which])).stdout !== "";
  }

  /** What the kernel has counted by name, such as `drop`, on all its processors. */
  async counted(name: string): Promise<number> {
    const { stdout } = await this.natHost.run("conntrack", ["--stats"]);
    const counts = stdout.matchAll(new RegExp(`\\b${name}=(\\d+)`, "g"));
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  /** As conntrack itself saves them. Whatever the test takes, they stay for an hour. */
  private line({ protocol, from, to, port, fromPort, assured = true }: Entry): string {
    const ends = `-s ${from} -d ${to} -r ${to} -q ${this.outside}`;
    const ports = `--sport ${fromPort} --dport ${port} --reply-port-src ${port} --reply-port-dst ${fromPort}`;
    const state = protocol === "tcp" ? " --state ESTABLISHED" : "";
    return `-A -t 3600 -u ${assured ? "SEEN_REPLY,ASSURED" : "UNSET"} ${ends} -p ${protocol} ${ports}${state}\n`;
  }
}
