import { runScript } from "../support/script";
import { Applied } from "./applied";

/** Says that `npm run status` finds what is deployed, calls it well, and says what is not. */
export function testStatus(name: string, applied: () => Applied): void {
  const status = (...args: string[]) =>
    runScript("status", args, { env: { ...applied().env, ENVIRONMENT: name }, extendEnv: false });

  test("npm run status shows on one screen that all is well", async () => {
    const outputs = await applied().terraform.outputs("nat-instance");
    const { exitCode, stdout, stderr } = await status();
    expect([exitCode, stderr]).toEqual([0, ""]);
    const [zone] = applied().environment.zones;
    const [host, id, address] = [
      `nat-${zone.letter}`,
      outputs["nat_instance_id"]!.value[zone.name],
      outputs["nat_public_ip"]!.value[zone.name],
    ];
    const words = (line: string) => line.split("│").map((cell) => cell.trim());
    const rows = stdout.split("\n").map(words);
    expect(rows).toContainEqual(expect.arrayContaining([zone.name, host]));
    expect(rows).toContainEqual(
      expect.arrayContaining([host, id, zone.name, "running, checks 2/2", address, "3 quiet"]),
    );
    expect(stdout).toMatch(/\nAll is well$/);
    expect(stdout.split("\n").length).toBeLessThan(24);
  });

  test("npm run status tells people and machines of an alarm", async () => {
    const { account, environment } = applied();
    const host = `nat-${environment.zones[0].letter}`;
    const alarm = `${environment.project}-${environment.name}-${host}-instance`;
    await account.setAlarm(alarm, "ALARM");
    const { exitCode, stdout } = await status("--json");
    await account.setAlarm(alarm, "OK");
    expect(exitCode).toBe(1);
    const told = JSON.parse(stdout);
    expect(told.problems).toEqual([`${host}: alarm instance`]);
    expect(told.hosts[0].alarms).toContainEqual({ name: "instance", state: "ALARM" });
    expect((await status()).exitCode).toBe(0);
  });
}
