import { join } from "node:path";
import { temporaryFolder } from "../../lib/tools/temporary-folder";
import { TopologyError } from "../../lib/topology";
import { chosenEnvironment } from "./environment";
import { fail } from "./fail";
import { synthesizeTo } from "./synthesize";

/**
 * Hands over a folder that cdktf wrote: the one given, or the chosen environment synthesized now, which is removed when
 * the process ends. A problem of either ends the process.
 */
export async function withSynthesized(
  { from }: { from?: string },
  use: (folder: string) => Promise<void> | void,
): Promise<void> {
  try {
    await use(from ?? (await synthesize()));
  } catch (error) {
    if (error instanceof TopologyError) fail(error.message);
    throw error;
  }
}

async function synthesize(): Promise<string> {
  // Loaded here first, so that a problem is found before anything takes time.
  console.error(`Synthesizing ${chosenEnvironment().name} …`);
  const folder = join(temporaryFolder(), "cdktf.out");
  const problem = await synthesizeTo(folder);
  if (problem !== undefined) fail(problem);
  return folder;
}
