import { createInterface } from "node:readline";
import { Namespace } from "./namespace";

/** Milliseconds between two questions. */
const INTERVAL = 20;

/**
 * Asks by ping, again and again, until the first reply comes.
 *
 * @param limit seconds to ask at most
 * @returns the seconds that passed
 * @throws Error when none came
 */
export async function firstReply(from: Namespace, address: string, limit = 60): Promise<number> {
  const start = process.hrtime.bigint();
  const ping = from.start("ping", ["-n", "-i", String(INTERVAL / 1000), address], {
    reject: false,
    timeout: limit * 1000,
  });
  const replied = new Promise<number>((resolve) => {
    createInterface({ input: ping.stdout! }).on("line", (line) => {
      if (line.includes("bytes from")) resolve(Number(process.hrtime.bigint() - start) / 1e9);
    });
  });
  const seconds = await Promise.race([replied, ping.then(() => undefined)]);
  ping.kill("SIGKILL");
  if (seconds === undefined) throw new Error(`No reply from ${address} to ${from.name} within ${limit} s`);
  return seconds;
}
