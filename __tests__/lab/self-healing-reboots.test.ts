import { firstReply } from "../../lab/first-reply";
import { until } from "../../lab/until";
import { describeLab } from "../support/tools";
import { INTERNET, isThrough, untilThrough } from "./labs";
import { Patient, pass } from "./patient";

describeLab("a NAT host reboots when nothing else heals it, and only then", () => {
  const patient = new Patient();
  beforeAll(() => patient.start());
  afterAll(() => console.log(patient.measured.join("\n")));

  async function dropForwarded(): Promise<void> {
    await patient.host.run("nft", ["--file", "-"], {
      input: "table ip foreign { chain forward { type filter hook forward priority 0; policy drop; }; }",
    });
  }

  test("what reloading does not heal, a reboot does, and only one", async () => {
    const { reboots } = patient.host;
    await patient.recovery("another table drops what is forwarded", dropForwarded);
    expect(patient.host.reboots).toBe(reboots + 1);
    await untilThrough(patient.lab);
    await patient.host.waitForUnit("nat-probe.service");
    await dropForwarded();
    await patient.host.until("The brake", 120, async () =>
      (await patient.said()).some((line) => line.includes("not rebooting")),
    );
    await pass(15);
    expect(patient.host.reboots).toBe(reboots + 1);
    await patient.host.run("nft", ["delete", "table", "ip", "foreign"]);
    await patient.healthy();
  });

  test("process 1 hung: packets go on, and the host reboots", async () => {
    const [{ reboots }, start] = [patient.host, Date.now()];
    await patient.host.hangProcess1();
    expect(await isThrough(patient.lab)).toBe(true);
    await until("The reboot", 240, () => patient.host.reboots > reboots);
    const rebooted = Date.now();
    // Until the kernel has let go of the network interfaces, which its end is not waited for.
    await pass(1);
    await firstReply(patient.lab.namespace("private-0"), INTERNET, 60);
    const [noticed, away] = [rebooted - start, Date.now() - rebooted].map((ms) => (ms / 1000).toFixed(1));
    patient.tell(`process 1 hung: packets went on; a reboot after ${noticed} s kept them off for ${away} s`);
    await patient.healthy();
  });

  test("a destination that is gone does not count against the host", async () => {
    await patient.tenTimesThePace();
    const before = (await patient.said()).length;
    await patient.onInternet("ip daddr 1.1.1.1 drop", () => pass(10));
    expect((await patient.said()).slice(before)).toEqual([]);
  });

  test("the internet gone for ten minutes, at ten times the pace: one reboot at most, and back in seconds", async () => {
    await patient.healthy();
    const { reboots } = patient.host;
    await patient.onInternet("drop", () => pass(60));
    const reply = await firstReply(patient.lab.namespace("private-0"), INTERNET, 60);
    const rebooted = patient.host.reboots - reboots;
    patient.tell(
      `the internet gone for ten minutes, at ten times the pace: reboots ${rebooted}; through ${reply.toFixed(1)} s after it was back`,
    );
    expect(rebooted).toBeLessThanOrEqual(1);
  });
});
