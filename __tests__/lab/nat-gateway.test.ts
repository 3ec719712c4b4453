import { Address4 } from "ip-address";
import { Capture } from "../../lab/capture";
import { INTERNET_GATEWAY } from "../../lab/fabric/fabric";
import { INTERNET_ROUTER } from "../../lab/fabric/internet";
import { Probe } from "../../lab/hosts/probe";
import { Lab } from "../../lab/lab";
import { until } from "../../lab/until";
import { Topology } from "../../lib/topology";
import { describeLab } from "../support/tools";
import { Conversation } from "./conversation";
import { KeptConnection } from "./kept-connection";
import { INTERNET, ONE_OF_EACH, STRANGER, startLab } from "./labs";
import { SHAPES } from "./shapes";
import { Target, asPrivate, atLivePorts, blind, exactReply } from "./stranger";
import { Door, Witnesses } from "./witnesses";

const ALL = [true, true, true, true];

describeLab("NAT gateways", () => {
  describe.each(["a NAT gateway", "a regional NAT gateway"])("%s", (shape) => natGateway(SHAPES[shape]!));
});

function natGateway(topology: Topology): void {
  const { name: gateway, publicIp } = topology.gateways.find(({ kind }) => kind === "nat-gateway")!;
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(topology);
  });

  const ask = async (from: string, probes: readonly Probe[] = ONE_OF_EACH, seconds = 2) =>
    (await lab.ask(from, probes, seconds)).map(({ answered }) => answered);
  const privateIp = () => lab.networkInterface(gateway).privateIp;
  const conntrack = (...args: string[]) => lab.run(gateway, "conntrack", args, { reject: false });

  test("lets everything out, under its own address and ports of its own", async () => {
    for (const from of ["app-one", "app-two"]) {
      const answers = await lab.ask(from, ONE_OF_EACH);
      expect(answers.map(({ answered }) => answered)).toEqual(ALL);
      const seenAs = answers.flatMap((answer) => answer.seenAs ?? []).map((text) => text.split(":"));
      expect([...new Set(seenAs.map(([address]) => address))]).toEqual([publicIp]);
      for (const [, port] of seenAs) expect(Number(port)).toBeGreaterThanOrEqual(1024);
    }
  });

  test("says nothing to anyone who asks for it, from outside or inside", async () => {
    const probes = (address: string): Probe[] => [
      ...[22, 80, 443, 8080].map((port) => ({ protocol: "tcp" as const, address, port })),
      ...[7, 53].map((port) => ({ protocol: "udp" as const, address, port })),
      { protocol: "icmp", address },
    ];
    const silence = probes("").map(() => false);
    const hears = await Capture.start(lab.namespace("stranger"), `src host ${publicIp}`);
    expect(await ask("stranger", probes(publicIp!), 1)).toEqual(silence);
    expect(await hears.stop()).toEqual([]);
    expect(await ask("app-one", probes(privateIp()), 1)).toEqual(silence);
  });

  test("lets nobody use the port of a live mapping but the one who is spoken to", async () => {
    const kept = await KeptConnection.open(lab.namespace("app-one"), INTERNET);
    const hears = await Capture.start(lab.namespace("app-one"), `host ${STRANGER}`);
    await ask("stranger", [{ protocol: "tcp", address: publicIp!, port: kept.port }], 1);
    await ask("stranger", [{ protocol: "udp", address: publicIp!, port: kept.port }], 1);
    expect(await hears.stop()).toEqual([]);
    expect(await kept.ask()).toEqual({ host: "internet", seenAs: `${publicIp}:${kept.port}` });
    kept.close();
  });

  test("nothing that a stranger can craft gets through it, nor disturbs who speaks", async () => {
    const conversation = await Conversation.start(lab.namespace("app-one"), INTERNET);
    const { tcp, udp } = conversation.seenAs();
    const portOf = ([end]: readonly string[]) => Number(end!.split(":")[1]);
    const target: Target = {
      address: publicIp!,
      privateIps: [privateIp(), ...topology.networkInterfaces.map((own) => own.privateIp)],
      broadcasts: [...topology.vpcs, ...topology.subnets].map(({ cidr }) =>
        new Address4(cidr).endAddress().correctForm(),
      ),
      livePorts: { tcp: portOf(tcp), udp: portOf(udp) },
    };
    const router = lab.router().namespace.name;
    const { stdout: mac } = await lab.run(router, "cat", [`/sys/class/net/${INTERNET_GATEWAY}/address`]);
    const door: Door = {
      ...{ namespace: INTERNET_ROUTER, device: `${INTERNET_GATEWAY}0`, mac },
      ...{ seenBy: router, seenOn: INTERNET_GATEWAY },
    };
    const witnesses = await Witnesses.listen(lab, [router, gateway], ["app-one", "app-two"]);
    const packets = [blind, atLivePorts, asPrivate].flatMap((make) => make(target));
    const seen = await witnesses.send(door, packets, exactReply(target));
    await conversation.goesOn();
    expect(conversation.seenAs()).toEqual({ tcp, udp });
    conversation.stop();
    for (const host of ["app-one", "app-two"]) expect({ host, seen: seen[host] }).toEqual({ host, seen: [] });
    expect(seen[gateway]!.length).toBeGreaterThan(2000);
    expect(seen[gateway]!.filter((line) => / Out /.test(line))).toEqual([]);
  });

  test("carries fragments of UDP, and of nothing else", async () => {
    const large = await lab.run("app-one", "ping", ["-c1", "-W1", "-s", "20000", INTERNET], {
      reject: false,
    });
    expect(large.exitCode).toBe(1);
    const arrives = await Capture.start(lab.namespace("internet"), `udp or ip[6:2] & 0x1fff != 0`);
    await lab.run("app-one", process.execPath, [
      "-e",
      `require("dgram").createSocket("udp4").send(Buffer.alloc(20000), 7, "${INTERNET}", () => process.exit())`,
    ]);
    await until("The last fragment", 10, () => arrives.seen.length >= 20_000 / 1500);
    await arrives.stop();
  });

  describe("the ports to one destination", () => {
    const COUNT = 55_000;
    const fill = async (first: number, last: number) => {
      const lines = Array.from({ length: last - first }, (_, index) => {
        const port = first + index;
        return (
          `-A -t 3600 -u SEEN_REPLY,ASSURED -s 10.0.1.77 -d ${INTERNET} -r ${INTERNET} -q ${privateIp()} -p tcp ` +
          `--sport ${port} --dport 80 --reply-port-src 80 --reply-port-dst ${port} --state ESTABLISHED\n`
        );
      });
      const file = "/run/entries";
      await lab.anchor.write(file, lines.join(""));
      await lab.run(gateway, "conntrack", ["--load-file", file], { timeout: 300_000 });
    };
    beforeAll(() => conntrack("--flush"));
    afterAll(() => conntrack("--flush"));

    test("are 55,000: with so many simultaneous connections, no further one comes about", async () => {
      await fill(1024, 1024 + COUNT);
      expect(Number((await conntrack("--count")).stdout)).toBe(COUNT);
      const tcp = { protocol: "tcp", address: INTERNET, port: 80 } as const;
      const others = [
        { ...tcp, port: 443 },
        { ...tcp, address: STRANGER },
        { ...tcp, protocol: "udp", port: 7 },
      ] as const;
      expect(await ask("app-one", [tcp, ...others])).toEqual([false, true, true, true]);
    });

    test("with some of them free again, it does", async () => {
      await conntrack("--flush");
      // The kernel tries 128 ports at random for a connection: with a fifth of them free, it finds one.
      await fill(1024, 1024 + COUNT - 11_000);
      expect(await ask("app-one", ONE_OF_EACH, 10)).toEqual(ALL);
    });
  });

  describe("the time that a connection may be silent", () => {
    const TIMEOUT = "net.netfilter.nf_conntrack_tcp_timeout_established";
    const setTimeout = (seconds: number) => lab.run(gateway, "sysctl", ["-qw", `${TIMEOUT}=${seconds}`]);

    /** In seconds in place of minutes. */
    async function forget(port: number, lastRequest: () => unknown): Promise<void> {
      await setTimeout(1);
      await lastRequest();
      await until("The entry's end", 30, async () => {
        const { stdout } = await conntrack("--dump", "--proto", "tcp", "--reply-port-dst", String(port));
        return stdout === "";
      });
      await setTimeout(350);
    }

    test("is 350 seconds, of whatever protocol", async () => {
      const names = ["tcp_timeout_established", "udp_timeout", "udp_timeout_stream", "icmp_timeout"];
      const args = ["-n", ...names.map((name) => `net.netfilter.nf_conntrack_${name}`)];
      expect((await lab.run(gateway, "sysctl", args)).stdout.split("\n")).toEqual(names.map(() => "350"));
    });

    test("is over, and the private side speaks: a reset tells it so, and the other side hears nothing", async () => {
      const kept = await KeptConnection.open(lab.namespace("app-one"), INTERNET);
      await forget(kept.port, () => kept.ask());
      const inside = await Capture.start(lab.namespace("app-one"), `src host ${INTERNET} and tcp`);
      const outside = await Capture.start(lab.namespace("internet"), `tcp port ${kept.port}`);
      expect(await kept.ask()).toEqual({ lost: "ECONNRESET" });
      expect(await inside.stop()).toEqual([expect.stringContaining("Flags [R")]);
      expect(await outside.stop()).toEqual([]);
    });

    test("is over, and the other side speaks: nothing of it arrives, and nobody answers it", async () => {
      const kept = await KeptConnection.open(lab.namespace("app-one"), INTERNET);
      await forget(kept.port, () => kept.request("/wait/5000"));
      const inside = await Capture.start(lab.namespace("app-one"), `src host ${INTERNET} and tcp`);
      const outside = await Capture.start(lab.namespace("internet"), `tcp port ${kept.port}`);
      await until("Two packets of the other side", 60, () => outside.seen.length >= 2);
      expect((await outside.stop()).filter((line) => / In /.test(line))).toEqual([]);
      expect(await inside.stop()).toEqual([]);
      kept.close();
    });
  });
}
