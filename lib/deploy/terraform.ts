import { createInterface } from "node:readline";
import execa from "execa";
import { Diagnostic, TerraformEvent, eventOf } from "./events";
import { Context, errorsIn, explainFailure } from "./failures";

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
    const ended = await this.start(stack, args);
    if (this.options.interrupted?.aborted) throw new Interrupted();
    if (ended.failed) throw failure(stack, ended);
    return ended.stdout;
  }

  /**
   * Runs a plan or an apply, and tells what happens as terraform reports it.
   *
   * @throws TerraformError in one line when it fails
   * @throws Interrupted when it was ended on the way; not when all was done by then
   */
  async follow(
    stack: Context,
    [command, ...args]: readonly ["plan" | "apply", ...string[]],
    tell?: (event: TerraformEvent) => void,
  ): Promise<void> {
    const errors: Diagnostic[] = [];
    const ended = await this.start(stack, [command, "-input=false", "-json", ...args], (line) => {
      const event = eventOf(line);
      if (!event) return;
      if (event.type === "diagnostic" && event.diagnostic.severity === "error") errors.push(event.diagnostic);
      tell?.(event);
    });
    if (!ended.failed) return;
    if (this.options.interrupted?.aborted) throw new Interrupted();
    throw failure(stack, ended, errors);
  }

  private async start(stack: Context, args: readonly string[], hear?: (line: string) => void) {
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
    if (hear) createInterface({ input: child.stdout! }).on("line", hear);
    const stop = () => child.kill("SIGINT", { forceKillAfterTimeout: false });
    interrupted?.addEventListener("abort", stop, { once: true });
    return await child.finally(() => interrupted?.removeEventListener("abort", stop));
  }
}

/** @param errors those that terraform gave as data; without any, its text has them */
function failure(
  stack: Context,
  ended: execa.ExecaReturnValue,
  errors: readonly Diagnostic[] = [],
): TerraformError {
  const text =
    ended.exitCode === undefined
      ? `Error: terraform does not start: ${(ended as execa.ExecaError).originalMessage}`
      : ended.stderr || ended.stdout;
  const known = errors.length > 0 ? errors : errorsIn(text);
  return new TerraformError(`${stack.name}: ${explainFailure(known, stack)}`);
}
