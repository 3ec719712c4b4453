import { Address4 } from "ip-address";
import { INTERNET_GATEWAY, routerOf } from "../../lab/fabric/fabric";
import { INTERNET_ROUTER } from "../../lab/fabric/internet";
import { deviceName } from "../../lab/hosts/roles";
import { Probe } from "../../lab/hosts/probe";
import { Lab } from "../../lab/lab";
import { connectionTable } from "../../lab/nat-host/connection-table";
import { Topology } from "../../lib/topology";
import { describeLab } from "../support/tools";
import { Conversation } from "./conversation";
import { detour } from "./detour";
import { INTERNET, STRANGER, article, elasticIp, startLab, untilThrough } from "./labs";
import { Target, asPrivate, atLivePorts, blind, errorsAboutLive, exactReply, outOfWindow } from "./stranger";
import { Door, Seen, Witnesses, startingWith } from "./witnesses";

const HOST = "nat-b";
const PRIVATE = ["private-0", "private-1"];
const [INTERFACE_0, INTERFACE_1] = [deviceName(0), deviceName(1)];

describeLab("a stranger on the internet", () => {
  const topology = article();
  const { address, privateIps, broadcasts } = addresses(topology);
  let lab: Lab;
  let conversation: Conversation;
  let witnesses: Witnesses;
  let livePorts: Target["livePorts"];
  /** Where AWS's own gateway, router, checks and security groups stand before the host. */
  let atGateway: Door;
  /** Where nothing does: on interface #0's cable. */
  let atInterface0: Door;

  beforeAll(async () => {
    lab = await startLab(topology, { dnf: "fails" });
    const router = lab.router().namespace.name;
    const interface0 = lab.networkInterface(`${HOST}-card0`);
    atGateway = {
      ...{ namespace: INTERNET_ROUTER, device: `${INTERNET_GATEWAY}0` },
      mac: (await lab.run(router, "cat", [`/sys/class/net/${INTERNET_GATEWAY}/address`])).stdout,
      ...{ seenBy: router, seenOn: INTERNET_GATEWAY },
    };
    atInterface0 = {
      ...{ namespace: router, device: interface0.link, mac: interface0.macAddress },
      ...{ seenBy: HOST, seenOn: INTERFACE_0 },
    };
    await untilThrough(lab);
    await lab.machine(HOST).waitForCloudInit();
    conversation = await Conversation.start(lab.namespace("private-0"), INTERNET);
    const seenAs = conversation.seenAs();
    livePorts = {
      tcp: await livePort(lab, "tcp", seenAs.tcp[0]!),
      udp: await livePort(lab, "udp", seenAs.udp[0]!),
    };
    witnesses = await Witnesses.listen(lab, [HOST, router], PRIVATE);
  });
  afterAll(() => conversation?.stop());

  /** Sends from a door, and expects that those who speak notice nothing. */
  async function send(door: Door, ...all: ((target: Target) => Buffer[])[]): Promise<Seen> {
    const own = door === atInterface0 ? lab.networkInterface(`${HOST}-card0`).privateIp : address;
    const target = { address: own, privateIps, broadcasts, livePorts };
    const packets = all.flatMap((make) => make(target));
    const seen = await witnesses.send(door, packets, exactReply(target));
    await conversation.goesOn();
    expect(conversation.seenAs()).toEqual({
      tcp: [`${address}:${livePorts.tcp}`],
      udp: [`${address}:${livePorts.udp}`],
    });
    return seen;
  }

  async function install(): Promise<void> {
    const machine = lab.machine(HOST);
    await machine.setDnf("works");
    await machine.run("systemctl", ["restart", "nat-firewall-install.service"]);
    await machine.waitForUnit("nat-firewall.service");
  }

  function expectNothingAtPrivateHosts(seen: Seen): void {
    for (const host of PRIVATE) expect({ host, seen: seen[host] }).toEqual({ host, seen: [] });
  }

  /** That the host answers for itself at most. */
  function expectNothingForwarded(seen: Seen): void {
    expectNothingAtPrivateHosts(seen);
    const own = [0, 1].map(
      (index) => `${INTERFACE_0} Out IP ${lab.networkInterface(`${HOST}-card${index}`).privateIp}`,
    );
    const left = seen[HOST]!.filter((line) => / Out /.test(line));
    expect(left.filter((line) => !startingWith([line], ...own).length)).toEqual([]);
  }

  describe("before the firewall is there", () => {
    test("nothing that he sends reaches the host", async () => {
      const seen = await send(atGateway, blind, atLivePorts, asPrivate);
      expect(startingWith(seen[HOST]!, `${INTERFACE_0} In`, `${INTERFACE_1} In`)).toEqual([]);
      expectNothingAtPrivateHosts(seen);
    });

    // AWS never delivers it: source/destination checking is on for interface #0.
    test("what is put on interface #0's cable for private addresses is forwarded, and stopped by their groups", async () => {
      const seen = await send(atInterface0, blind, atLivePorts);
      const forwarded = startingWith(seen[HOST]!, `${INTERFACE_1} Out IP ${STRANGER}`);
      for (const host of PRIVATE) {
        const { privateIp } = lab.networkInterface(`${host}-card0`);
        expect(forwarded.join("\n")).toContain(`> ${privateIp}.22: Flags [S]`);
      }
      expectNothingAtPrivateHosts(seen);
    });

    test("what is for a private address is never delivered to interface #0: the check there is on", async () => {
      const refused = async () => (await lab.router().counters())["dest_check"]!;
      const before = await refused();
      const [from, to, by] = ["private-1", "private-0", HOST].map((host) =>
        lab.networkInterface(`${host}-card0`),
      );
      const question: Probe = { protocol: "icmp", address: to!.privateIp };
      await detour(lab, { from: from!, to: [to!.privateIp], by: by! }, () =>
        lab.ask("private-1", [question]),
      );
      expect(await refused()).toBeGreaterThan(before);
    });
  });

  describe("with the firewall", () => {
    beforeAll(install);

    test("nothing that he sends reaches the host", async () => {
      const seen = await send(atGateway, blind, atLivePorts, asPrivate);
      expect(startingWith(seen[HOST]!, `${INTERFACE_0} In`, `${INTERFACE_1} In`)).toEqual([]);
      expectNothingAtPrivateHosts(seen);
    });

    test("put on interface #0's cable all arrives there, and nothing is forwarded", async () => {
      const before = await refused(lab);
      const seen = await send(atInterface0, blind, atLivePorts);
      expectNothingForwarded(seen);
      expect(await refused(lab)).toBeGreaterThan(before);
    });

    test("the address and ports of the one spoken to do not help without the sequence number: no reset, either way", async () => {
      const seen = await send(atGateway, outOfWindow);
      const resets = (host: string) => seen[host]!.filter((line) => /Flags \[R/.test(line));
      expect(resets(HOST).filter((line) => / Out /.test(line))).toEqual([]);
      expect(PRIVATE.flatMap(resets)).toEqual([]);
    });

    // RFC 5508, REQ-3 to REQ-5: errors must get through, or nobody would learn of a narrow path; no one can tell who
    // sent them.
    test("errors that quote a live translation exactly reach the one it belongs to; redirects do not", async () => {
      const seen = await send(atGateway, errorsAboutLive);
      const { privateIp } = lab.networkInterface("private-0-card0");
      expect(seen["private-0"]).not.toEqual([]);
      for (const line of seen["private-0"]!)
        expect(line).toMatch(
          new RegExp(
            `^${INTERFACE_0} In IP ${STRANGER} > ${privateIp}: ICMP (?!redirect).*(${INTERNET}|quench|exceeded|parameter)`,
          ),
        );
      expect(seen["private-1"]).toEqual([]);
    });

    // Nothing but AWS's checks keeps these away. Such a packet is none of the VPC's at the gateway, and none of
    // interface #0's.
    test("what is put on interface #0's cable under private addresses is taken for theirs", async () => {
      const seen = await send(atInterface0, asPrivate);
      const own = lab.networkInterface(`${HOST}-card0`).privateIp;
      expect(startingWith(seen[HOST]!, `${INTERFACE_0} Out IP ${own}`).join("\n")).toContain(
        `> ${INTERNET}.22: Flags [S]`,
      );
      const inward = startingWith(seen[HOST]!, `${INTERFACE_1} Out`);
      expect(inward.filter((line) => !line.includes("ICMP echo reply"))).toEqual([]);
      expectNothingAtPrivateHosts(seen);
    });
  });

  describe("with the NAT host's group open to all", () => {
    beforeAll(async () => {
      await lab.apply(withOpenGroup(topology, "nat"));
    });

    test("what he sends arrives at the host, and nothing is forwarded", async () => {
      const seen = await send(atGateway, blind, atLivePorts);
      const arrived = startingWith(seen[HOST]!, `${INTERFACE_0} In IP ${STRANGER}`);
      expect(arrived.length).toBeGreaterThan(2000);
      expectNothingForwarded(seen);
    });

    test("of the host itself answers what listens, which by itself is nothing, and ping", async () => {
      const { stdout } = await lab.run(HOST, "ss", ["-4Hlntu"]);
      // A DHCP client beside what is for the host alone.
      expect(stdout.split("\n").filter((line) => !/:68\s|127\.0\.0\./.test(line))).toEqual([]);
      const probes: Probe[] = [
        ...[22, 80, 443, 8080].map((port) => ({ protocol: "tcp" as const, address, port })),
        ...[7, 53].map((port) => ({ protocol: "udp" as const, address, port })),
        { protocol: "icmp", address },
      ];
      const answered = async () => (await lab.ask("stranger", probes)).map((answer) => answer.answered);
      expect(await answered()).toEqual(probes.map(({ protocol }) => protocol === "icmp"));
      await lab.namespace(HOST).serve(require.resolve("../../lab/hosts/server.cjs"), HOST);
      expect(await answered()).toEqual(probes.map(() => true));
    });
  });
});

function addresses(topology: Topology): Omit<Target, "livePorts"> {
  const { networkInterfaces, subnets, vpcs } = topology;
  const lastOf = ({ cidr }: { cidr: string }) => new Address4(cidr).endAddress().correctForm();
  return {
    address: elasticIp(topology),
    privateIps: [
      ...networkInterfaces.filter(({ publicIp }) => publicIp === undefined).map(({ privateIp }) => privateIp),
      ...subnets.map(routerOf),
    ],
    broadcasts: [...vpcs, ...subnets].map(lastOf),
  };
}

/** The outside port that the NAT host has in its connection table for what is seen outside as `seenAs`. */
async function livePort(lab: Lab, protocol: string, seenAs: string): Promise<number> {
  const port = seenAs.split(":")[1]!;
  const outside = `${lab.networkInterface(`${HOST}-card0`).privateIp}:${port}`;
  const table = await connectionTable(lab.namespace(HOST));
  const entry = table.find((one) => one.protocol === protocol && one.outside === outside);
  expect(entry?.remote.split(":")[0]).toBe(INTERNET);
  return Number(port);
}

/** How many packets the firewall has refused to forward. */
async function refused(lab: Lab): Promise<number> {
  const { stdout } = await lab
    .machine(HOST)
    .run("nft", ["--json", "list", "counter", "ip", "nat_host", "refused_forward"]);
  return JSON.parse(stdout).nftables.find((entry: any) => entry.counter).counter.packets;
}

function withOpenGroup(topology: Topology, group: string): Topology {
  const source = { stack: "test", address: "aws_vpc_security_group_ingress_rule.open" };
  const open = { ...source, protocol: "all", peer: { kind: "cidr", cidr: "0.0.0.0/0" } } as const;
  const { securityGroups } = topology;
  return {
    ...topology,
    securityGroups: securityGroups.map((one) =>
      one.name === group ? { ...one, ingress: [...one.ingress, open] } : one,
    ),
  };
}
