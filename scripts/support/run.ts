import { Command } from "commander";
import { fail } from "./fail";

/** Runs a command line; an error that nothing else has explained ends the process with exit code 1. */
export function run(command: Command): void {
  command
    .parseAsync()
    .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
}
