import { ExecaChildProcess, ExecaReturnValue } from "execa";
import { Interrupted } from "../../lib/deploy/terraform";

/** What a command ends with when it fails. */
export interface ExitCodes {
  /** @default 2 */
  readonly wrongUsage: number;
  /** Anything else. @default 1 */
  readonly failed: number;
}

/** A command whose answer is 1 or 2 has others for what is no answer. */
export const exitCodes = { wrongUsage: 2, failed: 1 };

/** The same for every command: 128 and SIGINT's number, whatever the signal. */
export const INTERRUPTED = 130;

/** Ends the process, saying why. */
export function fail(message: string, exitCode = exitCodes.failed): never {
  console.error(message);
  process.exit(exitCode);
}

/** Ends the process because of how it was called: one line that names the option, the value and the way out. */
export function refuse(message: string): never {
  return fail(message, exitCodes.wrongUsage);
}

/** What is said at once where terraform may run. */
export const ENDING = "Interrupted: terraform is asked to end, and to release its lock …";

const controller = new AbortController();
let endsInItsOwnOrder = false;
let notice: string | undefined;
let running = 0;

/**
 * Ends the process at Ctrl-C and at a request to end: what it has started first, and so that what it would leave behind
 * is removed.
 */
export function listenForSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // Not once: npm passes on a signal that the terminal has sent to both.
    process.on(signal, () => {
      if (!controller.signal.aborted && notice) console.error(notice);
      controller.abort();
      if (!endsInItsOwnOrder && running === 0) fail("Interrupted", INTERRUPTED);
    });
  }
}

/**
 * Aborts at the first Ctrl-C or request to end. A command that asks for it ends what it runs in its own order.
 *
 * @param said what is said at once, where ending takes a while
 */
export function interruption(said?: string): AbortSignal {
  endsInItsOwnOrder = true;
  notice = said;
  return controller.signal;
}

/**
 * Waits for a child process that leads a group of its own (`detached`), and ends the whole group when interrupted.
 *
 * @throws Interrupted after it has ended
 */
export async function untilEnded(child: ExecaChildProcess): Promise<ExecaReturnValue> {
  const end = () => child.pid && process.kill(-child.pid, "SIGKILL");
  controller.signal.addEventListener("abort", end, { once: true });
  running++;
  try {
    const ended = await child;
    if (controller.signal.aborted) throw new Interrupted();
    return ended;
  } finally {
    running--;
    controller.signal.removeEventListener("abort", end);
  }
}
