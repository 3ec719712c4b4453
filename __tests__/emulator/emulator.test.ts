import { Emulator } from "../../lib/emulator/emulator";
import { describeWith } from "../support/tools";

describeWith(["moto_server"], "the emulator", () => {
  test("answers on loopback while it runs, and no longer once it is stopped", async () => {
    const emulator = await Emulator.start();
    expect(emulator.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${emulator.endpoint}/moto-api/`)).ok).toBe(true);
    await emulator.createBucket("example-state", "eu-central-1");
    expect((await fetch(`${emulator.endpoint}/example-state`)).ok).toBe(true);
    await emulator.stop();
    await emulator.stop();
    await expect(fetch(emulator.endpoint)).rejects.toThrow();
  }, 60_000);

  test("two of them do not get into each other's way", async () => {
    const emulators = await Promise.all([Emulator.start(), Emulator.start()]);
    expect(new Set(emulators.map(({ endpoint }) => endpoint)).size).toBe(2);
    await Promise.all(emulators.map((emulator) => emulator.stop()));
  }, 60_000);
});

test("without moto_server, starting says so", async () => {
  const path = process.env["PATH"];
  process.env["PATH"] = "/nonexistent";
  try {
    await expect(Emulator.start()).rejects.toThrow("moto_server does not start");
  } finally {
    process.env["PATH"] = path;
  }
});
