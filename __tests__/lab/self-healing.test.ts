import { firstReply } from "../../lab/first-reply";
import { Lab } from "../../lab/lab";
import { Machine } from "../../lab/nat-host/machine";
import { until } from "../../lab/until";
import { describeLab } from "../support/tools";
import { fillMemory } from "./full-memory";
import { INTERNET, article, isThrough, startLab, tablesOf, untilThrough, withInterfaces } from "./labs";

const HOST = "nat-b";
const BRAKE = "/var/lib/nat-probe/may-reboot";
const PROBED = ["1.1.1.1", "8.8.8.8"];

/** What was measured, for people; docs/operations.md has it. */
const measured: string[] = [];
afterAll(() => console.log(measured.join("\n")));

describeLab("a NAT host heals itself", () => {
  const topology = article();
  let lab: Lab;
  const host = (): Machine => lab.machine(HOST);
  beforeAll(async () => {
    lab = await startLab(topology, { prepare: (machine) => machine.write(BRAKE, "") });
    await healthy();
  });

  /** The host has all that it should, and its probe gets answers. */
  async function healthy(): Promise<void> {
    await untilThrough(lab);
    await host().waitForUnit("nat-firewall.service", 240);
    await host().waitForUnit("nat-probe.service");
    await host().write(BRAKE, "");
    await host().until("An answer to the probe", 60, async () => {
      const { exitCode } = await host().run(
        "ip",
        ["netns", "exec", "nat-probe", "curl", ...QUIET, `http://${PROBED[0]}`],
        {
          reject: false,
        },
      );
      return exitCode === 0;
    });
  }

  /** Breaks something and measures until the first packet comes through. */
  async function recovery(what: string, breaks: () => Promise<unknown>, limit = 120): Promise<number> {
    const [before, reboots] = [(await said()).length, host().reboots];
    await breaks();
    const seconds = await firstReply(lab.namespace("private-0"), INTERNET, limit);
    const how = host().reboots > reboots ? "by a reboot" : "without a reboot";
    measured.push(`${what}: the first packet came through after ${seconds.toFixed(1)} s, ${how}`);
    measured.push(...(await said()).slice(before).map((line) => `    ${line}`));
    return seconds;
  }

  /** What the probe wrote to the journal since it was switched on. */
  async function said(): Promise<string[]> {
    const args = ["--unit", "nat-probe", "--output", "cat", "--no-pager"];
    const { stdout } = await host().run("journalctl", args, { reject: false });
    return stdout.split("\n").filter((line) => /through|reboot|restarting|loading|full|answered/.test(line));
  }

  const onHost =
    (program: string, ...args: string[]) =>
    () =>
      host().run(program, args, { reject: false });

  const heals: [what: string, breaks: () => Promise<unknown>][] = [
    ["rules flushed", onHost("nft", "flush", "ruleset")],
    ["forwarding switched off", onHost("sysctl", "-w", "net.ipv4.ip_forward=0")],
    ["networkd killed", onHost("systemctl", "kill", "--signal=KILL", "systemd-networkd")],
    ["networkd restarted", onHost("systemctl", "restart", "systemd-networkd")],
    ["networkd masked and stopped", onHost("systemctl", "mask", "--now", "systemd-networkd")],
    ["interface #1 down", onHost("ip", "link", "set", "ens6", "down")],
    ["interface #0 down", onHost("ip", "link", "set", "ens5", "down")],
    ["the default route gone", onHost("ip", "route", "delete", "default")],
  ];
  test.each(heals)("%s: heals without a reboot", async (what, breaks) => {
    const { reboots } = host();
    await recovery(what, breaks);
    await healthy();
    expect(host().reboots).toBe(reboots);
  });

  test("interface #1 removed, for longer than two probes, and brought back", async () => {
    const { reboots } = host();
    await lab.apply(
      withInterfaces(topology, ({ name }) => (name === `${HOST}-card1` ? { instanceId: undefined } : {})),
    );
    await seconds(25);
    await recovery("interface #1 removed, once it is back", () => lab.apply(topology));
    await healthy();
    expect(host().reboots).toBe(reboots);
  });

  test("the probe's own namespace deleted: is made again, and nobody notices", async () => {
    const { reboots } = host();
    const before = (await said()).length;
    await host().run("ip", ["netns", "delete", "nat-probe"]);
    await host().until("The namespace", 30, async () =>
      (await said()).slice(before).includes("through again"),
    );
    expect(await isThrough(lab)).toBe(true);
    expect(host().reboots).toBe(reboots);
  });

  test.each(["nftables", "firewalld", "iptables"])(
    "%s.service cannot be started, and the rules stay",
    async (unit) => {
      const { exitCode, stderr } = await host().run("systemctl", ["start", unit], { reject: false });
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining("masked")]);
      await host().run("systemctl", ["stop", unit], { reject: false });
      expect(await tablesOf(host())).toEqual(expect.arrayContaining(["nat_host", "io.systemd.nat"]));
    },
  );

  test("a destination that is gone does not count against the host", async () => {
    const before = (await said()).length;
    await onInternet(`ip daddr ${PROBED[0]} drop`, async () => {
      await seconds(35);
      expect((await said()).slice(before)).toEqual([]);
    });
  });

  test("the disk full: the rules heal all the same", async () => {
    const { stdout } = await lab.anchor.run("df", ["--output=used", "/run"]);
    await lab.anchor.run("mount", ["-o", `remount,size=${stdout.split("\n").at(-1)}k`, "/run"]);
    const { stderr } = await host().run("sh", ["-c", "head -c 1M /dev/zero >/var/full"], { reject: false });
    expect(stderr).toContain("No space left on device");
    await recovery("disk full and rules flushed", onHost("nft", "flush", "ruleset"));
    await lab.anchor.run("mount", ["-o", "remount,size=50%", "/run"]);
    await host().run("rm", ["/var/full"]);
    await healthy();
  });

  test("the memory full: the rules heal all the same", async () => {
    const group = await fillMemory(lab, host());
    await recovery("memory full and rules flushed", onHost("nft", "flush", "ruleset"));
    await group.empty();
    await healthy();
  });

  test("what reloading does not heal, a reboot does, and only one", async () => {
    const { reboots } = host();
    await recovery("another table drops what is forwarded", dropForwarded);
    expect(host().reboots).toBe(reboots + 1);
    await untilThrough(lab);
    await host().waitForUnit("nat-probe.service");
    await dropForwarded();
    await host().until("The brake", 90, async () =>
      (await said()).some((line) => /not rebooting/.test(line)),
    );
    await seconds(20);
    expect(host().reboots).toBe(reboots + 1);
    await host().run("nft", ["delete", "table", "ip", "foreign"]);
    await healthy();
  });

  test("process 1 hung: packets go on, and the host reboots", async () => {
    const [reboots, start] = [host().reboots, Date.now()];
    await host().hangProcess1();
    expect(await isThrough(lab)).toBe(true);
    await until("The reboot", 180, () => host().reboots > reboots);
    const noticed = (Date.now() - start) / 1000;
    const reply = await firstReply(lab.namespace("private-0"), INTERNET, 60);
    measured.push(
      `process 1 hung: packets went on; it rebooted after ${noticed.toFixed(1)} s, and they came through again ${reply.toFixed(1)} s later`,
    );
    await healthy();
  });

  test("the internet gone for ten minutes, at ten times the pace: one reboot at most, and back in seconds", async () => {
    await host().run("sed", ["-i", ...TEN_TIMES_THE_PACE, "/usr/local/lib/nat-probe.sh"]);
    await host().run("systemctl", ["restart", "nat-probe"]);
    const { reboots } = host();
    await onInternet("drop", () => seconds(60));
    const reply = await firstReply(lab.namespace("private-0"), INTERNET, 60);
    measured.push(
      `the internet gone for ten minutes, at ten times the pace: ${host().reboots - reboots} reboots, and through ${reply.toFixed(1)} s after it was back`,
    );
    expect(host().reboots - reboots).toBeLessThanOrEqual(1);
  });

  async function dropForwarded(): Promise<void> {
    await host().run("nft", ["--file", "-"], {
      input: "table ip foreign { chain forward { type filter hook forward priority 0; policy drop; }; }",
    });
  }

  /** While the internet's router has a rule. */
  async function onInternet(rule: string, meanwhile: () => Promise<unknown>): Promise<void> {
    const internet = lab.namespace("aws-internet");
    await internet.run("nft", ["--file", "-"], {
      input: `table ip gone { chain forward { type filter hook forward priority 0; ${rule}; }; }`,
    });
    await meanwhile();
    await internet.run("nft", ["delete", "table", "ip", "gone"]);
  }
});

const QUIET = ["--silent", "--max-time", "2", "--output", "/dev/null"];

const TEN_TIMES_THE_PACE = [
  "-e",
  "s/sleep 10$/sleep 1/",
  "-e",
  "s/sleep 1$/sleep 0.1/",
  "-e",
  "s/timeout 2 /timeout 0.2 /",
];

function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * 1000));
}
