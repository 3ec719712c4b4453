import { Lab } from "../../lab/lab";
import { Topology } from "../../lib/topology";
import { describeLab } from "../support/tools";
import { Conversation } from "./conversation";
import { INTERNET, article, elasticIp, isThrough, startLab, untilThrough, withInterfaces } from "./labs";

describeLab("a NAT host that was away comes back by itself", () => {
  const topology = article();
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(topology);
    await lab.machine("nat-b").waitForUnit("nat-firewall.service");
  });

  test("after a reboot, for what never stopped sending too", async () => {
    // A flow that meets a host which forwards and does not translate yet stays untranslated.
    const conversation = await Conversation.start(lab.namespace("private-0"), INTERNET, 1);
    await lab.reboot("nat-b");
    expect((await untilThrough(lab))[0]!.seenAs).toMatch(`${elasticIp(topology)}:`);
    await conversation.goesOn();
    conversation.stop();
  });

  test("with the firewall in place before networkd brings a network interface up", async () => {
    const [firewall, networkd] = [
      await timeOf(lab, "nat-firewall.service", "ActiveEnterTimestampMonotonic"),
      await timeOf(lab, "systemd-networkd.service", "InactiveExitTimestampMonotonic"),
    ];
    expect(firewall).toBeGreaterThan(0);
    expect(firewall).toBeLessThan(networkd);
  });

  test("after its plug was pulled, which it does not notice beforehand", async () => {
    await lab.powerOff("nat-b");
    expect(await isThrough(lab)).toBe(false);
    await lab.powerOn("nat-b");
    expect((await untilThrough(lab))[0]!.seenAs).toMatch(`${elasticIp(topology)}:`);
    await lab.machine("nat-b").waitForUnit("nat-firewall.service");
  });

  test("after its plug was pulled in the middle of its first boot", async () => {
    const fresh = replaced(topology, "1");
    await lab.apply(fresh);
    await lab.machine("nat-b").until("cloud-init's files", 60, async () => {
      const written = await lab.machine("nat-b").run("test", ["-e", "/etc/systemd/network/60-nat.network"], {
        reject: false,
      });
      return written.exitCode === 0;
    });
    await lab.powerOff("nat-b");
    await lab.powerOn("nat-b");
    expect((await untilThrough(lab))[0]!.seenAs).toMatch(`${elasticIp(topology)}:`);
  });

  test("when it was replaced, under the same address outside", async () => {
    await lab.apply(replaced(topology, "2"));
    const machine = lab.machine("nat-b");
    expect((await untilThrough(lab))[0]!.seenAs).toMatch(`${elasticIp(topology)}:`);
    await machine.waitForUnit("nat-firewall.service");
    const { stdout: id } = await machine.run("cat", ["/var/lib/cloud/data/instance-id"]);
    expect(id).toBe("i-2");
  });
});

/** When a unit of the NAT host got there, in microseconds since its boot. */
async function timeOf(lab: Lab, unit: string, property: string): Promise<number> {
  const { stdout } = await lab.machine("nat-b").run("systemctl", ["show", "--value", "-p", property, unit]);
  return Number(stdout);
}

/**
 * The network with its NAT host replaced: another instance with another interface #0, the same interface #1 and Elastic
 * IP.
 */
function replaced(topology: Topology, number: string): Topology {
  const host = topology.instances.find(({ name }) => name === "nat-b")!;
  const [oldInterface0, interface1] = host.networkInterfaceIds as [string, string];
  const id = `i-${number}`;
  const interface0 = `eni-${number}`;
  const instances = topology.instances.map((instance) =>
    instance === host ? { ...host, id, networkInterfaceIds: [interface0, interface1] } : instance,
  );
  const elasticIps = topology.elasticIps.map((elasticIp) => ({
    ...elasticIp,
    networkInterfaceId: interface0,
  }));
  return withInterfaces({ ...topology, instances, elasticIps }, (networkInterface) => ({
    ...(networkInterface.instanceId === host.id && { instanceId: id }),
    ...(networkInterface.id === oldInterface0 && {
      id: interface0,
      macAddress: `02:00:00:00:01:0${number}`,
      privateIp: `10.8.1.10${number}`,
    }),
  }));
}
