import execa from "execa";
import { Context, explainFailure } from "./failures";

/** Thrown when terraform fails: one line that says what is wrong and what to do. */
export class TerraformError extends Error {}

/** Thrown when a run was interrupted, after terraform itself has ended and let go of its lock. */
export class Interrupted extends Error {
  constructor() {
    super("interrupted");
  }
}

export interface TerraformOptions {
  /** Ends what runs, in terraform's own orderly way. */
  readonly interrupted?: AbortSignal;
  /** @default - this process's variables */
  readonly env?: NodeJS.ProcessEnv;
}

/** The real terraform, run in the folders of stacks. */
export class Terraform {
  constructor(private readonly options: TerraformOptions = {}) {}

  /**
   * Runs a command in a stack's folder and hands over what it prints.
   *
   * @throws TerraformError in one line when it fails
   * @throws Interrupted when it was ended on the way
   */
  async run(stack: Context, ...args: string[]): Promise<string> {
    const { interrupted, env = process.env } = this.options;
    if (interrupted?.aborted) throw new Interrupted();
    const child = execa("terraform", args, {
      cwd: stack.folder,
      env: { ...env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
      extendEnv: false,
      stdin: "ignore",
      reject: false,
      // A group of its own: Ctrl-C in a terminal would reach it beside the signal below, and at a second one terraform
      // ends without releasing its lock.
      detached: true,
    });
    const stop = () => child.kill("SIGINT", { forceKillAfterTimeout: false });
    interrupted?.addEventListener("abort", stop, { once: true });
    const ended = await child.finally(() => interrupted?.removeEventListener("abort", stop));
    const { exitCode, failed, stdout, stderr } = ended;
    if (interrupted?.aborted) throw new Interrupted();
    if (!failed) return stdout;
    const said =
      exitCode === undefined
        ? `Error: terraform does not start: ${(ended as execa.ExecaError).originalMessage}`
        : stderr;
    throw new TerraformError(`${stack.name}: ${explainFailure(said || stdout, stack)}`);
  }
}
