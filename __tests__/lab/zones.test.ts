import { Lab } from "../../lab/lab";
import { Topology } from "../../lib/topology";
import { describeLab } from "../support/tools";
import { INTERNET, elasticIp, network, startLab, tablesOf, untilThrough } from "./labs";

describeLab("three zones behind one NAT host", () => {
  const topology = network({
    zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    privateInstances: { count: 3 },
    endpoints: false,
  });
  const instances = ["private-0", "private-1", "private-2"];
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(topology, { dnf: "fails" });
  });

  async function everyZoneIsServed(): Promise<void> {
    for (const name of instances) {
      const answers = await untilThrough(lab, name);
      expect([name, answers[0]!.seenAs!.split(":")[0]]).toEqual([name, elasticIp(topology)]);
    }
    const before = await lab.router().counters();
    const downloads = await Promise.all(
      instances.map((name) =>
        lab.run(name, "curl", [
          "-sS",
          "-o",
          "/dev/null",
          "-w",
          "%{size_download}",
          `http://${INTERNET}/20000000`,
        ]),
      ),
    );
    expect(downloads.map(({ stdout }) => stdout)).toEqual(Array(3).fill("20000000"));
    // Replies that went back by interface #0 would be thousands; a straggler from before the translation is one or two.
    const after = await lab.router().counters();
    for (const check of ["source_check", "dest_check"]) {
      expect(after[check]! - before[check]!).toBeLessThan(20);
    }
  }

  test("the instances are in three subnets, two of them not the NAT host's", () => {
    const subnets = instances.map((name) => lab.networkInterface(`${name}-card0`).subnet.name);
    expect(subnets).toEqual(["private-a", "private-b", "private-c"]);
    expect(lab.networkInterface("nat-a-card1").subnet.name).toBe("private-a");
  });

  test("all are served by networkd alone, and no reply strays", async () => {
    await everyZoneIsServed();
    expect(await tablesOf(lab.machine("nat-a"))).toEqual(["io.systemd.nat"]);
  });

  test("all are served by both layers, and no reply strays", async () => {
    const host = lab.machine("nat-a");
    await host.waitForCloudInit();
    await host.setDnf("works");
    await host.run("systemctl", ["restart", "--no-block", "nat-firewall-install.service"]);
    await host.waitForUnit("nat-firewall.service");
    await everyZoneIsServed();
  });
});

describeLab("a NAT host in each of two zones", () => {
  const topology = network({
    zones: ["eu-central-1a", "eu-central-1b"],
    nat: { placement: "per-zone" },
    privateInstances: { count: 2 },
    endpoints: false,
  });
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(topology, { dnf: "fails" });
    await untilThrough(lab);
    await lab.machine("nat-b").waitForCloudInit();
    await lab.namespace("nat-b").serve(require.resolve("../../lab/hosts/server.cjs"), "nat-b");
  });

  /** Asks the other zone's NAT host for SSH, the web and a ping. */
  async function otherHostAnswers(): Promise<boolean[]> {
    const address = lab.networkInterface("nat-b-card0").privateIp;
    const answers = await lab.ask(
      "private-0",
      [
        { protocol: "tcp", address, port: 22 },
        { protocol: "tcp", address, port: 80 },
        { protocol: "icmp", address },
      ],
      2,
    );
    return answers.map(({ answered }) => answered);
  }

  test("what listens on the other zone's answers before its firewall is there", async () => {
    expect(lab.networkInterface("private-0-card0").subnet.name).toBe("private-a");
    expect(await otherHostAnswers()).toEqual([true, true, true]);
  });

  test("with the firewall it answers pings alone", async () => {
    const host = lab.machine("nat-b");
    await host.setDnf("works");
    await host.run("systemctl", ["restart", "--no-block", "nat-firewall-install.service"]);
    await host.waitForUnit("nat-firewall.service");
    expect(await otherHostAnswers()).toEqual([false, false, true]);
    await untilThrough(lab, "private-1");
  });

  test("serves the other zone as soon as its routes lead there, by networkd alone", async () => {
    await lab.apply(ledTo(topology, "nat-a-card1"));
    expect((await untilThrough(lab, "private-1"))[0]!.seenAs).toMatch(`${publicIpOf("nat-a")}:`);
    expect(await tablesOf(lab.machine("nat-a"))).toEqual(["io.systemd.nat"]);
  });

  test("and by both layers, when the routes lead the other way", async () => {
    await lab.apply(ledTo(topology, "nat-b-card1"));
    expect((await untilThrough(lab, "private-0"))[0]!.seenAs).toMatch(`${publicIpOf("nat-b")}:`);
  });

  const publicIpOf = (host: string) => lab.firstInterface(host).publicIp!;
});

/** The same network, in which whatever led to a NAT host leads to this network interface. */
function ledTo(topology: Topology, networkInterface: string): Topology {
  const { id } = topology.networkInterfaces.find(({ name }) => name === networkInterface)!;
  const routeTables = topology.routeTables.map((table) => ({
    ...table,
    routes: table.routes.map((route) =>
      route.target.kind === "network-interface" ? { ...route, target: { ...route.target, id } } : route,
    ),
  }));
  return { ...topology, routeTables };
}
