import { existsSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import { untilEnded } from "./interrupted";

/**
 * Synthesizes the environment that `ENVIRONMENT` names into `folder`, in a process of its own.
 *
 * @param env what differs from this process's variables
 * @returns what is wrong, in lines; undefined when the stacks are written
 * @throws Interrupted
 */
export async function synthesizeTo(folder: string, env: NodeJS.ProcessEnv = {}): Promise<string | undefined> {
  const child = execa(process.execPath, ["--require", "./typescript.cjs", "main.ts"], {
    env: { ...env, CDKTF_OUTDIR: folder },
    reject: false,
    all: true,
    stdin: "ignore",
    detached: true,
  });
  const { exitCode, signal, all, originalMessage } = (await untilEnded(child)) as execa.ExecaError;
  if (signal) return `The synthesis was killed (${signal}), maybe for want of memory; run it again`;
  if (exitCode === undefined) return `The synthesis does not start: ${originalMessage}`;
  if (exitCode !== 0) return all || `The synthesis failed with exit code ${exitCode} and said nothing`;
  if (existsSync(join(folder, "manifest.json"))) return undefined;
  return "The synthesis wrote nothing: the environment's file ends the process; take process.exit out of it";
}
