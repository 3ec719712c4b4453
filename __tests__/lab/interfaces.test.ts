import { Lab } from "../../lab/lab";
import { describeLab } from "../support/tools";
import { article, isThrough, startLab, untilThrough, withInterfaces } from "./labs";

const topology = article();

describeLab("interface #1 may come when it likes", () => {
  const detached = withInterfaces(topology, ({ deviceIndex }) =>
    deviceIndex === 1 ? { instanceId: undefined, deviceIndex: undefined } : {},
  );
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(detached);
  });

  test("after the host has booted without it", async () => {
    await lab.machine("nat-b").waitForCloudInit();
    await lab.machine("nat-b").waitForUnit("multi-user.target");
    expect(await isThrough(lab)).toBe(false);
    await lab.apply(topology);
    await untilThrough(lab);
  });

  test("again, after it was taken away", async () => {
    await lab.apply(detached);
    expect(await isThrough(lab)).toBe(false);
    await lab.apply(topology);
    await untilThrough(lab);
  });

  test("before the host is switched on", async () => {
    await lab.reboot("nat-b");
    await untilThrough(lab);
  });

  test("with the jumbo frames of the VPC, whenever it came", async () => {
    const { stdout } = await lab
      .machine("nat-b")
      .run("cat", ["/sys/class/net/ens5/mtu", "/sys/class/net/ens6/mtu"]);
    expect(stdout).toBe("9001\n9001");
  });
});

describeLab("what the network interfaces are called does not matter", () => {
  const namings: [string, readonly [string, string]][] = [
    ["as Xen's", ["eth0", "eth1"]],
    ["as newer Xen's", ["enX0", "enX1"]],
    ["in swapped order", ["ens6", "ens5"]],
  ];
  let names = namings[0]![1];
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(topology, { deviceName: (index) => names[index]! });
  });

  test.each(namings)("%s: %j", async (_, naming) => {
    if (naming !== names) {
      names = naming;
      await lab.powerOff("nat-b");
      await lab.powerOn("nat-b");
    }
    await untilThrough(lab);
    const { stdout } = await lab.machine("nat-b").run("ls", ["/sys/class/net"]);
    const ofTheHost = stdout.split("\n").filter((name) => name !== "nat-probe");
    expect(ofTheHost.sort()).toEqual([...naming, "lo"].sort());
    await lab.machine("nat-b").waitForUnit("nat-firewall.service");
  });
});
