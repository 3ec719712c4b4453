import { Capture } from "../../lab/capture";
import { FabricInterface } from "../../lab/fabric/fabric";
import { Probe } from "../../lab/hosts/probe";
import { Lab } from "../../lab/lab";
import { until } from "../../lab/until";
import { Topology } from "../../lib/topology";
import { describeLab } from "../support/tools";
import { detour } from "./detour";
import { INTERNET, article, elasticIp, startLab, untilThrough } from "./labs";

const HOST = "nat-b";
const METADATA = "169.254.169.254";
/** The host's hop, and that of the lab's router, which AWS's does not count as. */
const ENOUGH_HOPS = 3;
const TOKEN = "X-aws-ec2-metadata-token";
/**
 * Seconds until what has not come does not come: no proof by itself, which is why captures and counters are asked too.
 */
const PATIENCE = 2;

describeLab("a private instance and what is the NAT host's own", () => {
  const topology = article();
  let lab: Lab;
  let from: FabricInterface;
  let interface0: FabricInterface;
  let interface1: FabricInterface;

  beforeAll(async () => {
    lab = await startLab(topology, { dnf: "fails" });
    [from, interface0, interface1] = ["private-0-card0", `${HOST}-card0`, `${HOST}-card1`].map((name) =>
      lab.networkInterface(name),
    ) as [FabricInterface, FabricInterface, FabricInterface];
    await untilThrough(lab);
    await lab.machine(HOST).waitForCloudInit();
    // amazon-ec2-net-utils asks the metadata every minute, as the host itself may, under the address of what it passes
    // on.
    await lab.machine(HOST).run("systemctl", ["stop", "refresh-policy-routes@*"]);
    await lab.namespace(HOST).serve(require.resolve("../../lab/hosts/server.cjs"), HOST);
  });

  /** Asks for the credentials of the role, as an instance that is handed `to` the host asks. */
  async function credentials(): Promise<string | undefined> {
    const got = await detour(lab, { from, to: [METADATA], by: interface1 }, () =>
      askForCredentials(curlFrom(lab)),
    );
    return got || undefined;
  }

  /** Asks by way of interface #1, and tells what left the host on the way there. */
  async function leaving(to: readonly string[], ask: () => Promise<unknown>): Promise<readonly string[]> {
    const capture = await Capture.start(
      lab.namespace(HOST),
      to.map((address) => `dst host ${address}`).join(" or "),
    );
    await detour(lab, { from, to, by: interface1 }, ask);
    const arrived = () => to.every((address) => capture.seen.some((line) => line.includes(`> ${address}`)));
    await until("What was asked", 30, arrived, async () => capture.seen.join("\n"));
    return (await capture.stop()).filter((line) => / Out /.test(line));
  }

  const pings = (to: readonly string[]) => () =>
    lab.ask(
      "private-0",
      to.map((address) => ({ protocol: "icmp", address })),
      PATIENCE,
    );

  test("the host itself gets its role's credentials: they are there to be taken", async () => {
    expect(
      await askForCredentials((args) => lab.machine(HOST).run("curl", args, { reject: false })),
    ).toContain("AccessKeyId");
  });

  describe("before the firewall is there, the host refuses nothing", () => {
    test("what listens on it answers at both of its addresses, as its security group says", async () => {
      // A datagram's answer leaves by interface #1, and is that address's unless the program sees to it.
      const tcp = ownPorts(interface0.privateIp).filter(({ protocol }) => protocol !== "udp");
      for (const probes of [tcp, ownPorts(interface1.privateIp)]) {
        const answers = await lab.ask("private-0", probes, 10);
        expect(answers.map(({ answered }) => answered)).toEqual(probes.map(() => true));
      }
    });

    test("the metadata's hop limit of one keeps the role's credentials from going further", async () => {
      const sent = await leaving([METADATA], async () => {
        expect(await askForCredentials(curlFrom(lab))).not.toContain("AccessKeyId");
      });
      expect(sent).not.toEqual([]);
    });

    test("with a higher one they would: nothing else is in the way", async () => {
      await lab.apply(changeHopLimit(topology, ENOUGH_HOPS));
      expect(await until("Credentials", 30, credentials)).toContain("AccessKeyId");
    });

    test("other link-local addresses and the VPC's are reached through it, under its address", async () => {
      const to = [...LINK_LOCAL, lab.networkInterface("private-1-card0").privateIp];
      const sent = await leaving(to, pings(to));
      for (const address of to) expect(sent.some((line) => line.includes(`> ${address}`))).toBe(true);
      const endpoint = lab.networkInterface("endpoints-ssm-private-b").privateIp;
      const [answer] = await detour(lab, { from, to: [endpoint], by: interface1 }, () =>
        lab.ask("private-0", [{ protocol: "tcp", address: endpoint, port: 443 }], 10),
      );
      expect(answer!.seenAs!.split(":")[0]).toBe(interface1.privateIp);
    });

    test("the groups of other instances hold: private-1 is not reached through it", async () => {
      const address = lab.networkInterface("private-1-card0").privateIp;
      const capture = await Capture.start(lab.namespace("private-1"));
      const before = (await lab.router().counters())["group_ingress"]!;
      await detour(lab, { from, to: [address], by: interface1 }, pings([address]));
      expect((await lab.router().counters())["group_ingress"]!).toBeGreaterThan(before);
      expect(await capture.stop()).toEqual([]);
    });
  });

  describe("with the firewall", () => {
    beforeAll(async () => {
      const machine = lab.machine(HOST);
      await machine.setDnf("works");
      await machine.run("systemctl", ["restart", "nat-firewall-install.service"]);
      await machine.waitForUnit("nat-firewall.service");
    });

    test("of what listens on it nothing answers, at none of its addresses and by neither network interface; ping does", async () => {
      const onlyPing = ownPorts("").map(({ protocol }) => protocol === "icmp");
      const before = await count(lab, "refused_input");
      const ask = async (address: string) =>
        (await lab.ask("private-0", ownPorts(address), PATIENCE)).map(({ answered }) => answered);
      expect(await ask(interface0.privateIp)).toEqual(onlyPing);
      expect(await ask(interface1.privateIp)).toEqual(onlyPing);
      expect(
        await detour(lab, { from, to: [interface0.privateIp], by: interface1 }, () =>
          ask(interface0.privateIp),
        ),
      ).toEqual(onlyPing);
      expect(await count(lab, "refused_input")).toBeGreaterThanOrEqual(before + 3 * (onlyPing.length - 1));
    });

    test("nor by its public address, ping included", async () => {
      const answers = await lab.ask("private-0", ownPorts(elasticIp(topology)), PATIENCE);
      expect(answers.filter(({ answered }) => answered)).toEqual([]);
    });

    test("no request for its credentials leaves it, whatever the hop limit", async () => {
      const before = await count(lab, "refused_forward");
      const sent = await leaving([METADATA], async () => {
        expect(await askForCredentials(curlFrom(lab))).not.toContain("AccessKeyId");
      });
      expect(sent).toEqual([]);
      expect(await count(lab, "refused_forward")).toBeGreaterThan(before);
    });

    test("no link-local address and none of the VPC's is reached through it", async () => {
      const before = await count(lab, "refused_forward");
      const to = [
        ...LINK_LOCAL,
        ...["private-1-card0", "endpoints-ssm-private-b"].map((name) => lab.networkInterface(name).privateIp),
      ];
      expect(await leaving(to, pings(to))).toEqual([]);
      expect(await count(lab, "refused_forward")).toBeGreaterThanOrEqual(before + to.length);
    });

    test("what is the internet's still is", async () => {
      const [answer] = await lab.ask("private-0", [{ protocol: "tcp", address: INTERNET, port: 80 }], 10);
      expect(answer!.seenAs!.split(":")[0]).toBe(elasticIp(topology));
    });
  });
});

/** Amazon's resolver and clock, and two that nobody has (EC2 user guide, "Link-local addresses"). */
const LINK_LOCAL = ["169.254.169.253", "169.254.169.123", "169.254.0.1", "169.254.255.254"];

/** All that the lab's server listens on, and ping. */
function ownPorts(address: string): Probe[] {
  return [
    ...[22, 80, 443, 8080].map((port): Probe => ({ protocol: "tcp", address, port })),
    ...[7, 53, 443].map((port): Probe => ({ protocol: "udp", address, port })),
    { protocol: "icmp", address },
  ];
}

type Curl = (args: readonly string[]) => PromiseLike<{ stdout: string }>;

function curlFrom(lab: Lab): Curl {
  return (args) => lab.run("private-0", "curl", args, { reject: false });
}

/** By IMDSv2: a token, the role's name, what it may use. Empty when none come. */
async function askForCredentials(curl: Curl): Promise<string> {
  const ask = async (path: string, ...header: string[]) => {
    const url = `http://${METADATA}/latest/${path}`;
    return (await curl(["--silent", "--fail", "--max-time", String(PATIENCE), ...header, url])).stdout;
  };
  const token = await ask("api/token", "--request", "PUT", "--header", `${TOKEN}-ttl-seconds: 60`);
  const withToken = ["--header", `${TOKEN}: ${token}`];
  const roles = "meta-data/iam/security-credentials/";
  return ask(`${roles}${await ask(roles, ...withToken)}`, ...withToken);
}

/** One of the firewall's counters. */
async function count(lab: Lab, counter: string): Promise<number> {
  const { stdout } = await lab
    .machine(HOST)
    .run("nft", ["--json", "list", "counter", "ip", "nat_host", counter]);
  return JSON.parse(stdout).nftables.find((entry: any) => entry.counter).counter.packets;
}

function changeHopLimit(topology: Topology, metadataHopLimit: number): Topology {
  const instances = topology.instances.map((instance) => ({ ...instance, metadataHopLimit }));
  return { ...topology, instances };
}
