import { join } from "node:path";
import execa from "execa";
import { temporaryFolder } from "../../lib/tools/temporary-folder";
import { TopologyError } from "../../lib/topology";
import { fail, untilEnded } from "./ending";
import { chosenEnvironment } from "./environment";

/**
 * Synthesizes the environment that `ENVIRONMENT` names into `folder`, in a process of its own. Ends this one when that
 * fails.
 *
 * @param env what differs from this process's variables
 * @throws Interrupted
 */
export async function synthesizeTo(folder: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const child = execa(process.execPath, ["--require", "./typescript.cjs", "main.ts"], {
    env: { ...env, CDKTF_OUTDIR: folder },
    reject: false,
    all: true,
    stdin: "ignore",
    detached: true,
  });
  const { exitCode, signal, all, originalMessage } = (await untilEnded(child)) as execa.ExecaError;
  if (signal) fail(`The synthesis was killed (${signal}), maybe for want of memory; run it again`);
  if (exitCode === undefined) fail(`The synthesis does not start: ${originalMessage}`);
  if (exitCode !== 0) fail(all || `The synthesis failed with exit code ${exitCode} and said nothing`);
}

/**
 * The same into a folder that is removed when the process ends, and says so.
 *
 * @param name the environment's, for the one who waits
 */
export async function synthesizeAside(name: string): Promise<string> {
  console.error(`Synthesizing ${name} …`);
  const folder = join(temporaryFolder(), "cdktf.out");
  await synthesizeTo(folder);
  return folder;
}

/**
 * Hands over a folder that cdktf wrote: the one given, or the chosen environment synthesized now, which is removed when
 * the process ends. A problem of either ends the process.
 */
export async function withSynthesized(
  { from }: { from?: string },
  use: (folder: string) => Promise<void> | void,
): Promise<void> {
  try {
    // The environment is loaded here first, so that a problem is found before anything takes time.
    await use(from ?? (await synthesizeAside(chosenEnvironment().name)));
  } catch (error) {
    if (error instanceof TopologyError) fail(error.message);
    throw error;
  }
}
