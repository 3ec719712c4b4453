import { Namespace } from "./namespace";

/**
 * Asks by ping, again and again, until a reply comes. Each ping is a flow of its own: one that began before the host
 * translates stays untranslated for as long as it goes on.
 *
 * @param limit seconds to ask at most
 * @returns the seconds that passed
 * @throws Error when no reply came
 */
export async function firstReply(from: Namespace, address: string, limit = 60): Promise<number> {
  const start = process.hrtime.bigint();
  // A lost one is waited for a fifth of a second, so the answer is about that exact.
  const asking = ["-c", 'until ping -n -c1 -W0.2 "$1"; do sleep 0.02; done', "sh", address];
  const { failed } = await from.run("sh", asking, { reject: false, timeout: limit * 1000 });
  if (failed) throw new Error(`No reply from ${address} to ${from.name} within ${limit} s`);
  return Number(process.hrtime.bigint() - start) / 1e9;
}
