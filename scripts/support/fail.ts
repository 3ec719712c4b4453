/** Ends the process with exit code 1, saying why. */
export function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
