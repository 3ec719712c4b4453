import { Writable } from "node:stream";
import execa from "execa";

/** Where and how a program runs. */
export interface ChildProps {
  readonly env: NodeJS.ProcessEnv;
  /** @default - this process's folder */
  readonly cwd?: string;
  /** Gets all that the program says. */
  readonly log: Writable;
  /** Ends the program, and all that it has started. */
  readonly interrupted: AbortSignal;
  /** Whether an exit code other than 0 is an error. @default true */
  readonly reject?: boolean;
}

/**
 * Runs a program, of this project's packages or on the PATH, with no variables but those of `env`.
 *
 * @throws Error that names the program and its exit code, when `reject` is on
 */
export async function runChild(
  program: string,
  args: readonly string[],
  { env, cwd, log, interrupted, reject = true }: ChildProps,
): Promise<{ readonly exitCode: number }> {
  interrupted.throwIfAborted();
  const child = execa(program, args, {
    preferLocal: true,
    reject: false,
    all: true,
    extendEnv: false,
    env,
    cwd,
    // A group of its own, so that all of it can be ended at once.
    detached: true,
    stdin: "ignore",
  });
  const end = () => child.pid && process.kill(-child.pid, "SIGKILL");
  interrupted.addEventListener("abort", end, { once: true });
  child.all!.pipe(log, { end: false });
  const ended = await child.finally(() => interrupted.removeEventListener("abort", end));
  // Its long message has all that the program said once more.
  if (ended.failed && reject)
    throw new Error((ended as execa.ExecaReturnValue & execa.ExecaError).shortMessage);
  return ended;
}
