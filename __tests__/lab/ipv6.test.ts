import { Capture } from "../../lab/capture";
import { INTERNET_HOSTS } from "../../lab/fabric/internet";
import { Probe } from "../../lab/hosts/probe";
import { Lab } from "../../lab/lab";
import { RouteTarget } from "../../lib/topology";
import { describeLab } from "../support/tools";
import { MADE_UP, replaced } from "./change";
import { DUAL_STACK, open, withEgressBy } from "./dual-stack";
import { elasticIp, network, startLab, untilThrough } from "./labs";

const [INTERNET, STRANGER] = INTERNET_HOSTS;
const ALL = [true, true, true, true];
const NONE = [false, false, false, false];

const eachOf = (address: string): Probe[] => [
  { protocol: "tcp", address, port: 80 },
  { protocol: "udp", address, port: 7 },
  { protocol: "udp", address, port: 53 },
  { protocol: "icmp", address },
];

async function ask(lab: Lab, from: string, address: string, seconds = 2): Promise<boolean[]> {
  return (await lab.ask(from, eachOf(address), seconds)).map(({ answered }) => answered);
}

const addressOf = (lab: Lab, host: string) => lab.networkInterface(`${host}-card0`).ipv6Addresses![0]!;

describeLab("IPv6 with an egress-only gateway for the private subnets", () => {
  let lab: Lab;
  const counted = async (name: string) => (await lab.router().counters())[name]!;
  beforeAll(async () => {
    lab = await startLab(DUAL_STACK);
  });

  test("an instance gets out under its own address, which nothing translates", async () => {
    for (const host of ["app-one", "web"]) {
      const answers = await lab.ask(host, eachOf(INTERNET.ipv6Address));
      expect(answers.map(({ answered }) => answered)).toEqual(ALL);
      const seenAs = answers.flatMap((answer) => answer.seenAs ?? []);
      for (const end of seenAs) expect(end).toContain(`[${addressOf(lab, host)}]:`);
      expect(seenAs).toHaveLength(3);
    }
  });

  test("nobody gets in by it, whatever the groups allow: not a packet arrives", async () => {
    const hears = await Capture.start(lab.namespace("app-open"), `host ${STRANGER.ipv6Address}`);
    const before = await counted("egress_only");
    expect(await ask(lab, "stranger", addressOf(lab, "app-open"))).toEqual(NONE);
    expect(await hears.stop()).toEqual([]);
    expect(await counted("egress_only")).toBeGreaterThan(before);
  });

  test("by the internet gateway one gets in, where the groups allow", async () => {
    expect(await ask(lab, "stranger", addressOf(lab, "web"))).toEqual(ALL);
  });

  test("inside, groups and addresses decide", async () => {
    expect(await ask(lab, "web", addressOf(lab, "app-open"))).toEqual(ALL);
    expect(await ask(lab, "web", addressOf(lab, "app-one"), 1)).toEqual(NONE);
  });

  test("a request that came in by the internet gateway is not answered by the egress-only one", async () => {
    const table = DUAL_STACK.routeTables.find(({ name }) => name === "one")!;
    const { ipv6Address } = STRANGER;
    const routes = [...table.routes, { ...MADE_UP, destination: `${ipv6Address}/128`, target: egressOnly() }];
    const toInternetGateway = { kind: "internet-gateway", id: gatewayId("internet-gateway") } as const;
    await lab.apply(
      replaced(DUAL_STACK, "routeTables", table, {
        routes: routes.map((route) =>
          route.destination === "::/0" ? { ...route, target: toInternetGateway } : route,
        ),
      }),
    );
    const hears = await Capture.start(lab.namespace("app-open"), `host ${ipv6Address}`);
    expect(await ask(lab, "internet", addressOf(lab, "app-open"))).toEqual(ALL);
    expect(await ask(lab, "stranger", addressOf(lab, "app-open"))).toEqual(NONE);
    expect((await hears.stop()).join("\n")).toContain(ipv6Address);
    await lab.apply(DUAL_STACK);
  });

  test("without the gateway nothing gets out, and IPv4 goes on", async () => {
    await lab.apply({
      ...DUAL_STACK,
      gateways: DUAL_STACK.gateways.filter(({ kind }) => kind !== "egress-only-gateway"),
    });
    expect(await ask(lab, "app-one", INTERNET.ipv6Address, 1)).toEqual(NONE);
    expect(await ask(lab, "app-one", INTERNET.address)).toEqual(ALL);
    await lab.apply(DUAL_STACK);
  });

  test("the stranger under an address of the VPC gets nowhere, nor an instance under another's", async () => {
    for (const [host, check] of [
      ["stranger", "gateway_ingress"],
      ["app-one", "source_check"],
    ] as const) {
      const device = host === "stranger" ? "eth0" : "ens5";
      await lab.namespace(host).ip([`addr add ${addressOf(lab, "app-two")}/128 dev ${device} nodad`], "ip6");
      const before = await counted(check);
      const to = addressOf(lab, "web");
      await lab.run(host, "ping", ["-c1", "-W1", "-I", addressOf(lab, "app-two"), to], { reject: false });
      expect(await counted(check)).toBeGreaterThan(before);
    }
  });
});

describeLab("a NAT host in a dual-stack network", () => {
  const topology = network({ endpoints: false, ipv6: "egress-only" });
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(topology);
    await untilThrough(lab);
  });
  const host = () => lab.machine("nat-b");
  const ip6 = async (...args: string[]) => (await host().run("ip", ["-6", ...args])).stdout;

  test("has no IPv6 address and no route by IPv6, on either network interface", async () => {
    // Until amazon-ec2-net-utils is done with the network interfaces, they come and go.
    for (const networkInterface of ["ens5", "ens6"])
      await host().waitForUnit(`policy-routes@${networkInterface}.service`);
    expect(await ip6("address", "show", "scope", "global")).toBe("");
    expect(await ip6("address", "show", "dev", "ens6")).toBe("");
  });

  test("installs its firewall, by names that have IPv6 addresses too", async () => {
    await host().waitForUnit("nat-firewall.service");
  });

  test("the private instance gets out by IPv4 under the host's address, by IPv6 under its own", async () => {
    const seenAs = async (address: string) =>
      (await lab.ask("private-0", eachOf(address)))[0]!.seenAs!.replace(/:\d+$/, "");
    expect(await seenAs(INTERNET.address)).toBe(elasticIp(topology));
    expect(await seenAs(INTERNET.ipv6Address)).toBe(`[${addressOf(lab, "private-0")}]`);
  });

  test("forwards no IPv6, even if it is led there and nothing else stands in the way", async () => {
    const { id, ipv6Addresses } = topology.networkInterfaces.find(({ name }) => name === "nat-b-card1")!;
    // As somebody might by hand: without an address the lab's router finds nobody to hand the packets to.
    await host().run("ip", ["-6", "address", "add", `${ipv6Addresses![0]}/128`, "dev", "ens6", "nodad"]);
    await lab.apply(withEgressBy(open(topology), { kind: "network-interface", id }));
    const arrives = await Capture.start(lab.namespace("nat-b"), `host ${INTERNET.ipv6Address}`);
    expect(await ask(lab, "private-0", INTERNET.ipv6Address)).toEqual(NONE);
    const seen = await arrives.stop();
    expect(seen.filter((line) => / In /.test(line))).not.toEqual([]);
    expect(seen.filter((line) => / Out /.test(line))).toEqual([]);
  });
});

function gatewayId(kind: string): string {
  return DUAL_STACK.gateways.find((gateway) => gateway.kind === kind)!.id;
}

function egressOnly(): RouteTarget {
  return { kind: "egress-only-gateway", id: gatewayId("egress-only-gateway") };
}
