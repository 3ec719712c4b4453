/**
 * A command of this project to paste, for the environment that this process was started for: without its name, the
 * command would take the default one's plans and states.
 */
export function npmCommand(script: string, args: readonly string[] = []): string {
  const environment = process.env["ENVIRONMENT"];
  const chosen = environment ? `ENVIRONMENT=${environment} ` : "";
  return `${chosen}npm run ${[script, ...(args.length > 0 ? ["--", ...args] : [])].join(" ")}`;
}
