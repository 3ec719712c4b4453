import { Lab } from "../../lab/lab";
import { Dnf } from "../../lab/nat-host/machine";
import { describeLab } from "../support/tools";
import { INTERNET, article, elasticIp, isThrough, startLab, tablesOf, untilThrough } from "./labs";

describeLab("either layer of the NAT host is enough", () => {
  const topology = article();
  const host = () => lab.machine("nat-b");
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(topology, { dnf: "hangs" });
  });

  /** Lets the installation begin anew with another behaviour of the package manager. */
  async function installAgain(dnf: Dnf): Promise<void> {
    await host().setDnf(dnf);
    await host().run("systemctl", ["restart", "--no-block", "nat-firewall-install.service"]);
  }

  async function journalSays(text: string): Promise<void> {
    await host().until(`"${text}"`, 60, async () => (await host().journal()).includes(text));
  }

  test("while the package manager hangs, the host forwards by networkd alone, and finishes booting", async () => {
    await untilThrough(lab);
    await host().waitForCloudInit();
    await journalSays("Starting nat-firewall-install.service");
    expect(await tablesOf(host())).toEqual(["io.systemd.nat"]);
  });

  test("and when it fails, again and again", async () => {
    await installAgain("fails");
    await journalSays("Failed to start nat-firewall-install.service");
    expect(await isThrough(lab)).toBe(true);
    expect(await tablesOf(host())).toEqual(["io.systemd.nat"]);
  });

  test("and when the network to it is cut", async () => {
    const names = ["add", "table", "ip", "cut"];
    await lab.run("aws-vpc", "nft", names);
    await lab.run("aws-vpc", "nft", ["--file", "-"], {
      input:
        "add chain ip cut in { type filter hook input priority -10; }\nadd rule ip cut in udp dport 53 drop",
    });
    await installAgain("works");
    await journalSays("Cannot connect");
    expect(await isThrough(lab)).toBe(true);
    expect(await tablesOf(host())).toEqual(["io.systemd.nat"]);
    await lab.run("aws-vpc", "nft", ["delete", "table", "ip", "cut"]);
  });

  test("when the package comes late, connections that are open go on, under the same address and port", async () => {
    const held = Promise.all(
      Array.from({ length: 20 }, () =>
        lab.run("private-0", "curl", ["-sS", `http://${INTERNET}/wait/15000`]),
      ),
    );
    await host().until("20 open connections", 30, async () => {
      const { stdout } = await lab.run("nat-b", "conntrack", ["-L", "-p", "tcp", "--state", "ESTABLISHED"]);
      return stdout.split("\n").filter((line) => line.includes("dport=80")).length >= 20;
    });
    const { stdout: before } = await lab.run("nat-b", "conntrack", ["-L", "--src-nat", "-p", "tcp"]);

    await installAgain("works");
    await host().waitForUnit("nat-firewall.service");
    expect(await tablesOf(host())).toEqual(["io.systemd.nat", "nat_host"]);

    const answers = (await held).map(({ stdout }) => JSON.parse(stdout) as { seenAs: string });
    expect(answers).toHaveLength(20);
    for (const { seenAs } of answers) {
      const [address, port] = seenAs.split(":");
      expect(address).toBe(elasticIp(topology));
      expect(before).toContain(`dport=${port} [ASSURED]`);
    }
  });

  test("without networkd's translation, from the next boot on, nftables translates alone", async () => {
    await host().run("sed", ["-i", "/IPMasquerade/d", "/etc/systemd/network/60-nat.network"]);
    await lab.reboot("nat-b");
    await host().waitForUnit("nat-firewall.service");
    const answers = await untilThrough(lab);
    expect(answers[0]!.seenAs).toMatch(`${elasticIp(topology)}:`);
    expect(await tablesOf(host())).toEqual(["nat_host"]);
  });

  test("without either, nothing passes", async () => {
    await host().run("systemctl", ["disable", "nat-firewall.service"]);
    await lab.reboot("nat-b");
    await host().waitForUnit("multi-user.target");
    expect(await tablesOf(host())).toEqual([""]);
    expect(await isThrough(lab)).toBe(false);
  });
});
