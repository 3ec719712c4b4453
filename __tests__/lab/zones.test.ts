import { Lab } from "../../lab/lab";
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
    // A reply that went back by card #0 would be one.
    const after = await lab.router().counters();
    expect([after["source_check"], after["dest_check"]]).toEqual([
      before["source_check"],
      before["dest_check"],
    ]);
  }

  test("the instances are in three subnets, two of them not the NAT host's", () => {
    const subnets = instances.map((name) => lab.card(`${name}-card0`).subnet.name);
    expect(subnets).toEqual(["private-a", "private-b", "private-c"]);
    expect(lab.card("nat-a-card1").subnet.name).toBe("private-a");
  });

  test("all are served by networkd alone, and no reply strays", async () => {
    await everyZoneIsServed();
    expect(await tablesOf(lab.machine("nat-a"))).toEqual(["io.systemd.nat"]);
  });

  test("all are served by both layers, and no reply strays", async () => {
    const host = lab.machine("nat-a");
    await host.waitForCloudInit();
    await host.setDnf("works");
    await host.run("systemctl", ["restart", "--no-block", "nat-firewall.service"]);
    await host.waitForUnit("nat-firewall.service");
    await everyZoneIsServed();
  });
});
