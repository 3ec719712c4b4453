import execa from "execa";

/**
 * Synthesizes the environment that `ENVIRONMENT` names into `folder`, in a process of its own.
 *
 * @param env what differs from this process's variables
 * @returns what is wrong, in lines; undefined when the stacks are written
 */
export async function synthesizeTo(folder: string, env: NodeJS.ProcessEnv = {}): Promise<string | undefined> {
  const { exitCode, all } = await execa(process.execPath, ["--require", "./typescript.cjs", "main.ts"], {
    env: { ...env, CDKTF_OUTDIR: folder },
    reject: false,
    all: true,
  });
  return exitCode === 0 ? undefined : (all ?? "");
}
