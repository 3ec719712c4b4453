import { Capture } from "../../lab/capture";
import { Lab } from "../../lab/lab";
import { until } from "../../lab/until";
import { describeLab } from "../support/tools";
import { ConnectionEntries, Entry } from "./connection-entries";
import { KeptConnection } from "./kept-connection";
import { INTERNET, ONE_OF_EACH, STRANGER, article, startLab } from "./labs";

/** Private addresses that no instance has. */
const NOBODY = "10.8.2.77";
const NOBODY_ELSE = "10.8.2.78";
/** Destinations that are not there (RFC 2544, for benchmarks): two with half of the table's entries each. */
const HALVES = ["198.18.0.1", "198.18.0.2"] as const;
const REST = "198.19.0.1";
/** The ports that the kernel translates to (nf_nat_l4proto_unique_tuple, for connections from such ports). */
const PORTS = { first: 1024, last: 65535 };
/** Of the ports that are nearly used up, each that this divides is free. */
const FREE = 64;

const NONE = [false, false, false, false];
const ALL = [true, true, true, true];

describeLab("when something runs out on the article's NAT host", () => {
  const topology = article();
  let lab: Lab;
  let table: ConnectionEntries;
  let kept: KeptConnection;
  const own = topology.networkInterfaces.find(({ publicIp }) => publicIp !== undefined)!.privateIp;
  beforeAll(async () => {
    lab = await startLab(topology);
    const natHost = lab.machine("nat-b");
    await natHost.waitForUnit("nat-firewall.service");
    table = new ConnectionEntries(natHost, own);
  });
  const begin = async () => {
    await table.flush();
    kept = await KeptConnection.open(lab.namespace("private-0"), INTERNET);
  };
  const end = async () => {
    kept.close();
    await table.flush();
  };

  const answered = async (probes = ONE_OF_EACH) =>
    (await lab.ask("private-1", probes)).map((answer) => answer.answered);
  const keptAnswer = () => ({ host: "internet", seenAs: expect.stringMatching(`:${kept.port}$`) });

  describe("the connection table", () => {
    beforeAll(begin);
    afterAll(end);

    function* entries(to: string, count: number, assured = true): Iterable<Entry> {
      for (let n = 0; n < count; n++) {
        const [fromPort, port] = [1024 + (n % 50_000), 1 + Math.floor(n / 50_000)];
        yield { protocol: assured ? "tcp" : "udp", from: NOBODY, to, port, fromPort, assured };
      }
    }

    test("full of live connections: no new one passes, the established ones go on", async () => {
      const max = await table.max();
      for (const to of HALVES) await table.load(entries(to, max / 2));
      // The host's own would end in the middle of the test, and let others in.
      await table.remove("--src", own);
      await table.load(entries(REST, 1000));
      expect(await table.count()).toBe(max);
      const dropped = await table.counted("drop");
      expect(await answered()).toEqual(NONE);
      expect(await table.counted("drop")).toBeGreaterThan(dropped);
      expect(await kept.ask()).toEqual(keptAnswer());
    });

    test("with room again: new ones pass", async () => {
      await table.remove("--dst", HALVES[0]);
      expect(await answered()).toEqual(ALL);
      expect(await kept.ask()).toEqual(keptAnswer());
    });

    test("full, but half of it never answered: those make room", async () => {
      await table.load(entries(HALVES[0], (await table.max()) / 2, false));
      expect(await answered()).toEqual(ALL);
      expect(await table.counted("early_drop")).toBeGreaterThan(0);
      expect(await kept.ask()).toEqual(keptAnswer());
    });
  });

  describe("the ports to one destination", () => {
    beforeAll(begin);
    afterAll(end);

    function* taken(from: string, isFree: (port: number) => boolean): Iterable<Entry> {
      for (let fromPort = PORTS.first; fromPort <= PORTS.last; fromPort++) {
        if (fromPort === kept.port || isFree(fromPort)) continue;
        yield { protocol: "tcp", from, to: INTERNET, port: 80, fromPort };
      }
    }
    const isLast = (port: number) => port % FREE === 0;

    test("nearly used up: new connections get the last ones", async () => {
      await table.load(taken(NOBODY, isLast));
      const answers = await lab.ask("private-1", Array(100).fill(ONE_OF_EACH[0]), 20);
      const ports = answers.map(({ seenAs }) => Number(seenAs?.split(":")[1]));
      expect(ports.filter(isLast)).toHaveLength(100);
      expect(new Set(ports).size).toBe(100);
    });

    test("used up: no new one passes to it, to others all do, the established ones go on", async () => {
      // A newer kernel than Amazon Linux's takes the ports of connections that are over.
      await table.remove("--proto", "tcp", "--state", "TIME_WAIT");
      await table.load(taken(NOBODY_ELSE, (port) => !isLast(port)));
      const tcp = { protocol: "tcp", address: INTERNET, port: 80 } as const;
      const others = [
        { ...tcp, port: 443 },
        { ...tcp, address: STRANGER },
        { ...tcp, protocol: "udp", port: 7 },
      ] as const;
      expect(await answered([tcp, ...others])).toEqual([false, true, true, true]);
      expect(await kept.ask()).toEqual(keptAnswer());
    });

    test("with some free again: new ones pass", async () => {
      await table.remove("--src", NOBODY_ELSE);
      expect(await answered()).toEqual(ALL);
    });
  });

  describe("the time that a connection may be silent", () => {
    beforeEach(begin);
    afterEach(end);

    const TIMEOUT = "net.netfilter.nf_conntrack_tcp_timeout_established";
    const setTimeout = (seconds: number) =>
      lab.machine("nat-b").run("sysctl", ["-qw", `${TIMEOUT}=${seconds}`]);

    /** Lets the host forget the kept connection, in seconds in place of hours. */
    async function forget(lastRequest: () => unknown): Promise<void> {
      await setTimeout(1);
      await lastRequest();
      await until("The entry's end", 30, async () => !(await table.hasPort(kept.port)));
      await setTimeout(7440);
    }

    test("is what the documentation says", async () => {
      const names = ["tcp_timeout_established", "udp_timeout", "udp_timeout_stream", "icmp_timeout"];
      const args = ["-n", ...names.map((name) => `net.netfilter.nf_conntrack_${name}`)];
      const { stdout } = await lab.machine("nat-b").run("sysctl", args);
      expect(stdout.split("\n")).toEqual(["7440", "120", "300", "60"]);
    });

    test("is over, and the private side speaks: it goes on under the same port", async () => {
      await forget(() => kept.ask());
      expect(await kept.ask()).toEqual(keptAnswer());
    });

    test("is over, and another has got the port: who speaks is told that it is lost", async () => {
      await forget(() => kept.ask());
      await table.load([{ protocol: "tcp", from: NOBODY, to: INTERNET, port: 80, fromPort: kept.port }]);
      expect(await kept.ask()).toEqual({ lost: "ECONNRESET" });
    });

    test("is over, and the other side speaks: it is told at once that it is lost, the private side once it speaks", async () => {
      const resets = await Capture.start(
        lab.namespace("internet"),
        `tcp port ${kept.port} and tcp[tcpflags] & tcp-rst != 0`,
      );
      await forget(() => kept.request("/wait/10000"));
      await until("A reset", 60, () => resets.seen.length > 0);
      expect(await resets.stop()).toEqual([expect.stringContaining(` In `)]);
      expect(await kept.ask()).toEqual({ lost: "ECONNRESET" });
    });
  });
});
