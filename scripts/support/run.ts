import { Command, CommanderError } from "commander";
import { Interrupted } from "../../lib/deploy/terraform";
import { UsageError, explainError, systemReason } from "../../lib/tools/errors";
import { ExitCodes, INTERRUPTED, exitCodes, fail, listenForSignals, refuse } from "./ending";
import { refuseForgottenDashes } from "./forgotten-dashes";
import { refuseWrongUsage } from "./wrong-usage";

/**
 * Runs a command line. Whatever goes wrong and nothing else has explained is one line, and `DEBUG=1` shows where it
 * comes from.
 *
 * @param codes where 1 or 2 is an answer of the command's
 */
export function run(command: Command, codes: Partial<ExitCodes> = {}): void {
  Object.assign(exitCodes, codes);
  listenForSignals();
  mindLostOutput();
  // That of typescript.cjs, for what is missing before the command starts.
  process.removeAllListeners("uncaughtException").on("uncaughtException", end);
  refuseWrongUsage(command);
  refuseForgottenDashes(command);
  command.parseAsync().catch(end);
}

function end(error: unknown): void {
  if (error instanceof CommanderError) return;
  if (process.env["DEBUG"]) console.error(error);
  if (error instanceof Interrupted) fail("Interrupted", INTERRUPTED);
  if (error instanceof UsageError) refuse(error.message);
  fail(explainError(error));
}

/**
 * A reader that has seen enough, such as `head`, is none of the command's business. An answer that could not be written
 * is no answer; but what runs, such as terraform, ends first.
 */
function mindLostOutput(): void {
  // Nobody is left to be told.
  process.stderr.on("error", () => {});
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || process.listenerCount("exit", notWritten) > 0) return;
    console.error(`The output could not be written: ${systemReason(error) ?? error.message}`);
    process.once("exit", notWritten);
  });
}

function notWritten(): void {
  process.exitCode = exitCodes.failed;
}
