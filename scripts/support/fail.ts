/** Ends the process, saying why. */
export function fail(message: string, exitCode = 1): never {
  console.error(message);
  process.exit(exitCode);
}
