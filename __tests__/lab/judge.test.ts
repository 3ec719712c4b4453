import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Lab } from "../../lab/lab";
import { describeLab } from "../support/tools";
import { article, isThrough, startLab, untilThrough, withInterfaces } from "./labs";

const topology = article();

describeLab("the lab is a fair judge: source/destination check", () => {
  const checked = withInterfaces(topology, ({ deviceIndex }) =>
    deviceIndex === 1 ? { sourceDestCheck: true } : {},
  );
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(topology);
    await untilThrough(lab);
  });

  test("with the check on at interface #1, nothing passes, and it is the check that stops it", async () => {
    await lab.apply(checked);
    const before = await lab.router().counters();
    expect(await isThrough(lab)).toBe(false);
    expect((await lab.router().counters())["dest_check"]).toBeGreaterThan(before["dest_check"]!);
  });

  test("with the check off again, everything does", async () => {
    await lab.apply(topology);
    expect(await isThrough(lab)).toBe(true);
  });
});

describeLab("the article's four commands, on a host like Amazon Linux 2023", () => {
  const commands = readFileSync(join(__dirname, "article-user-data.sh"), "utf8");
  const instances = topology.instances.map((instance) =>
    instance.name === "nat-b" ? { ...instance, userData: commands } : instance,
  );
  let names = ["ens5", "ens6"];
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ ...topology, instances }, { deviceName: (index) => names[index]! });
    await lab.machine("nat-b").waitForCloudInit();
  });

  const host = () => lab.machine("nat-b");

  async function runCommands(): Promise<void> {
    await host().run("sh", ["/var/lib/cloud/instance/user-data.txt"], { reject: false });
  }

  test("there is no iptables, so nothing translates and nothing comes back", async () => {
    expect(await host().journal()).toContain("iptables: command not found");
    expect(await isThrough(lab)).toBe(false);
  });

  test("with iptables installed, there is no eth0, so nothing comes back either", async () => {
    // Until amazon-ec2-net-utils is done with the network interfaces, the host's own way out comes and goes.
    for (const networkInterface of ["ens5", "ens6"])
      await host().waitForUnit(`policy-routes@${networkInterface}.service`);
    await host().run("dnf", ["--assumeyes", "install", "iptables"]);
    await runCommands();
    const { stdout } = await host().run("iptables", ["-t", "nat", "-S", "POSTROUTING"]);
    expect(stdout).toContain("-o eth0 -j MASQUERADE");
    expect(await isThrough(lab)).toBe(false);
    const before = await lab.router().counters();
    await isThrough(lab);
    // What leaves by interface #0 still has the private instance's address.
    expect((await lab.router().counters())["source_check"]).toBeGreaterThan(before["source_check"]!);
  });

  // amazon-ec2-net-utils 2.3 moves interface #1's routes into a table of its own, so replies would leave by interface
  // #0.
  test("with network interfaces of those names, and the way back to the subnet, they work, until the next boot", async () => {
    names = ["eth0", "eth1"];
    await lab.reboot("nat-b");
    await host().waitForUnit("policy-routes@eth1.service");
    await runCommands();
    await host().run("ip", ["route", "replace", "10.8.2.0/24", "dev", "eth1", "scope", "link"]);
    await untilThrough(lab);

    await lab.reboot("nat-b");
    await host().waitForUnit("multi-user.target");
    expect(await isThrough(lab)).toBe(false);
  });
});
