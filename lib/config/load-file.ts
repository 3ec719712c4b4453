import { types } from "node:util";
import { describe, looksSecret } from "../tools/printable";
import { EnvironmentError } from "./problems";

/** What of an error's text is shown, in characters. */
const MOST = 300;

/**
 * Runs an environment file and hands over its default export.
 *
 * @param shown the file as messages name it
 * @throws EnvironmentError when it fails, ends the process, leaves something running, or exports nothing by default
 */
export function runFile(file: string, shown: string): unknown {
  const refuse = (path: string, message: string): never => {
    throw new EnvironmentError(shown, [{ path, message }]);
  };
  const running = process.getActiveResourcesInfo().length;
  const { result, exit } = withoutExit((): { module: unknown } | { error: unknown } => {
    try {
      // Which file is known at run time only.
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      return { module: require(file) };
    } catch (error) {
      return { error };
    }
  });
  if (exit !== undefined) refuse("file", `calls process.${exit}; only export the environment`);
  if ("error" in result) {
    const { line, reason } = explainError(result.error, file);
    return refuse(line === undefined ? "file" : `line ${line}`, `fails with: ${reason}`);
  }
  if (process.getActiveResourcesInfo().length > running) {
    refuse("file", "leaves something running, such as a timer; only export the environment");
  }
  const { module } = result;
  const exported = types.isProxy(module) ? undefined : (module as { default?: unknown } | null)?.default;
  return exported ?? refuse("default export", "is missing; write: export default defineEnvironment({ … })");
}

const WAYS_TO_END = ["exit", "reallyExit", "abort", "kill"] as const;

/** Runs `action` while nothing in it can end this process, and says which way it tried. */
function withoutExit<T>(action: () => T): { readonly result: T; readonly exit?: string } {
  const own = process as unknown as Record<string, unknown>;
  const kept = WAYS_TO_END.map((name) => [name, own[name]] as const);
  const { exitCode } = process;
  let exit: string | undefined;
  for (const [name] of kept) {
    own[name] = () => {
      exit ??= name;
      throw new Error(`process.${name}`);
    };
  }
  try {
    return { result: action(), exit };
  } finally {
    kept.forEach(([name, original]) => (own[name] = original));
    process.exitCode = exitCode;
  }
}

/** What a file failed with, in words, and the line in it that led there; the error may be anything. */
function explainError(error: unknown, file: string): { readonly line?: string; readonly reason: string } {
  try {
    if (typeof error === "string") return { reason: shorten(error) };
    if (!types.isNativeError(error)) return { reason: describe(error) };
    const line = String(error.stack).split(`${file}:`)[1]?.match(/^\d+/)?.[0];
    // Node appends the files that led there, each on a line of its own.
    return { line, reason: shorten(String(error.message).split("\nRequire stack:")[0]!) };
  } catch {
    return { reason: "an error that cannot be shown" };
  }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (looksSecret(line)) return `a text of ${line.length} characters that may hold a secret`;
  return line.length <= MOST ? line : `${line.slice(0, MOST)}… (${line.length} characters)`;
}
