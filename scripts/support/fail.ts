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
