import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TopologyError } from "../../lib/topology";
import { synthesizeTo } from "./synthesize";

/**
 * Hands over a folder that cdktf wrote: the one given, or the chosen environment synthesized now, which is removed
 * afterwards. A fault of either ends the process with exit code 2.
 */
export async function withSynthesized(
  { from }: { from?: string },
  use: (folder: string) => Promise<void> | void,
): Promise<void> {
  try {
    await use(from ?? (await synthesize()));
  } catch (error) {
    if (error instanceof TopologyError) refuse(error.message);
    throw error;
  }
}

async function synthesize(): Promise<string> {
  const parent = mkdtempSync(join(tmpdir(), "nat-instance-"));
  // Also when what uses the folder ends the process itself.
  process.once("SIGINT", () => {
    // Unless the command sees to that itself.
    if (process.listenerCount("SIGINT") === 0) process.exit(130);
  });
  process.once("exit", () => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, "cdktf.out");
  const fault = await synthesizeTo(folder);
  if (fault !== undefined) refuse(fault);
  return folder;
}

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}
