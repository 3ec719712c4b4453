import { describeLab } from "../support/tools";
import { fillMemory } from "./full-memory";
import { isThrough, tablesOf, withInterfaces } from "./labs";
import { Patient, pass } from "./patient";

describeLab("a NAT host heals itself", () => {
  const patient = new Patient();
  beforeAll(() => patient.start());
  afterAll(() => console.log(patient.measured.join("\n")));

  // Whether it took a reboot is measured: on a busy machine what heals may come too late, and that is no mistake.
  afterEach(() => patient.healthy());

  const onHost =
    (program: string, ...args: string[]) =>
    () =>
      patient.host.run(program, args, { reject: false });
  const flush = onHost("nft", "flush", "ruleset");

  const breaks: [what: string, breaks: () => Promise<unknown>][] = [
    ["rules flushed", flush],
    ["forwarding switched off", onHost("sysctl", "-w", "net.ipv4.ip_forward=0")],
    ["networkd killed", onHost("systemctl", "kill", "--signal=KILL", "systemd-networkd")],
    ["networkd restarted", onHost("systemctl", "restart", "systemd-networkd")],
    ["networkd masked and stopped", onHost("systemctl", "mask", "--now", "systemd-networkd")],
    ["interface #1 down", onHost("ip", "link", "set", "ens6", "down")],
    ["interface #0 down", onHost("ip", "link", "set", "ens5", "down")],
    ["the default route gone", onHost("ip", "route", "delete", "default")],
  ];
  test.each(breaks)("%s", (what, breaks) => patient.recovery(what, breaks));

  test("interface #1 removed, for longer than two probes, and brought back", async () => {
    const { lab, topology } = patient;
    const detached = withInterfaces(topology, ({ deviceIndex }) =>
      deviceIndex === 1 ? { instanceId: undefined, deviceIndex: undefined } : {},
    );
    await patient.recovery("interface #1 removed for 25 s, once it is back", async () => {
      await lab.apply(detached);
      await pass(25);
      await lab.apply(topology);
    });
  });

  test("the probe's own namespace deleted: it is made again, and nobody else notices", async () => {
    const { host } = patient;
    const { reboots } = host;
    await host.run("ip", ["netns", "delete", "nat-probe"]);
    await host.until("The namespace", 60, async () => {
      const { exitCode } = await host.run("ip", ["netns", "exec", "nat-probe", "true"], { reject: false });
      return exitCode === 0;
    });
    await patient.healthy();
    expect(host.reboots).toBe(reboots);
    expect(await isThrough(patient.lab)).toBe(true);
  });

  test.each(["nftables", "firewalld", "iptables"])(
    "%s.service cannot be started, and the rules stay",
    async (unit) => {
      const { exitCode, stderr } = await patient.host.run("systemctl", ["start", unit], { reject: false });
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining("masked")]);
      await patient.host.run("systemctl", ["stop", unit], { reject: false });
      expect(await tablesOf(patient.host)).toEqual(expect.arrayContaining(["nat_host"]));
    },
  );

  test("the disk full, and the rules flushed", async () => {
    const { lab, host } = patient;
    const { stdout } = await lab.anchor.run("df", ["--output=used", "/run"]);
    await lab.anchor.run("mount", ["-o", `remount,size=${stdout.split("\n").at(-1)!.trim()}k`, "/run"]);
    const { stderr } = await host.run("sh", ["-c", "head -c 1M /dev/zero >/var/full"], { reject: false });
    expect(stderr).toContain("No space left on device");
    await patient.recovery("the disk full and rules flushed", flush);
    await lab.anchor.run("mount", ["-o", "remount,size=50%", "/run"]);
    await host.run("rm", ["/var/full"]);
  });

  test("the memory full, and the rules flushed", async () => {
    const { empty } = await fillMemory(patient.lab, patient.host);
    await patient.recovery("the memory full and rules flushed", flush).finally(empty);
  });
});
