/** Milliseconds between two tries. */
const PAUSE = 50;

/**
 * Waits until `attempt` gives something, trying again and again.
 *
 * @param what for the error: what did not come
 * @param limit seconds to wait at most
 * @param evidence what to show when it did not come
 * @throws Error that says what did not come, with the last failure and the evidence
 */
export async function until<T>(
  what: string,
  limit: number,
  attempt: () => Promise<T | undefined | false> | T | undefined | false,
  evidence: () => Promise<string> = async () => "",
): Promise<T> {
  const end = Date.now() + limit * 1000;
  let failure = "";
  for (;;) {
    try {
      const result = await attempt();
      if (result !== undefined && result !== false) return result;
    } catch (error) {
      failure = `: ${(error as Error).message}`;
    }
    if (Date.now() > end)
      throw new Error(`${what} did not come within ${limit} s${failure}\n${await evidence()}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
