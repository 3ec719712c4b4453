import { types } from "node:util";
import { describe, looksSecret, printable } from "../tools/messages";
import { EnvironmentError } from "./problems";

/** What of an error's text is shown, in characters. */
const MOST = 300;

/**
 * Runs an environment file and hands over its default export.
 *
 * @param shown the file as messages name it
 * @throws EnvironmentError when it fails, ends the process or changes its folder, leaves something running, or exports
 * nothing by default
 */
export function runFile(file: string, shown: string): unknown {
  const run: Run = { file, shown, isOver: false, isTold: false };
  const refuse = (path: string, message: string): never => {
    run.isTold = true;
    throw new EnvironmentError(shown, [{ path, message }]);
  };
  const before = leftRunning();
  const { exitCode } = process;
  watch(run);
  let module: unknown;
  try {
    // Which file is known at run time only.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    module = require(file);
  } catch (error) {
    if (run.forbidden === undefined) {
      const { line, reason } = explainError(error, file);
      refuse(line === undefined ? "file" : `line ${line}`, `fails with: ${reason}`);
    }
  } finally {
    run.isOver = true;
    process.exitCode = exitCode;
  }
  if (run.forbidden !== undefined) refuse("file", callsProcess(run.forbidden));
  if (leftRunning() > before) {
    refuse("file", "leaves something running, such as a timer; only export the environment");
  }
  const exported = types.isProxy(module) ? undefined : (module as { default?: unknown } | null)?.default;
  return exported ?? refuse("default export", "is missing; write: export default defineEnvironment({ … })");
}

/** How many timers, sockets and the like keep the process alive; tsx writes its cache by files of its own. */
function leftRunning(): number {
  return process.getActiveResourcesInfo().filter((kind) => !kind.startsWith("FSReq")).length;
}

/** What would end this process, or have it look for everything in another folder. */
const FORBIDDEN = ["exit", "reallyExit", "abort", "kill", "chdir"] as const;

function callsProcess(way: string): string {
  return `calls process.${way}; only export the environment`;
}

/** A file that is run, or has been. */
interface Run {
  readonly file: string;
  readonly shown: string;
  isOver: boolean;
  /** Whether the user has been told what is wrong with it; once is enough. */
  isTold: boolean;
  /** What of `FORBIDDEN` it called while it ran. */
  forbidden?: string;
}

const runs: Run[] = [];

/**
 * Sees to it that a file does not end this process, nor change its folder: not while it runs, nor later out of a promise
 * or a microtask.
 */
function watch(run: Run): void {
  if (runs.push(run) > 1) return;
  const own = process as unknown as Record<string, (...args: unknown[]) => unknown>;
  const exit = own["exit"]!;
  for (const way of FORBIDDEN) {
    const original = own[way]!;
    own[way] = (...args) => {
      const running = runs.find(({ isOver }) => !isOver);
      if (running) {
        running.forbidden ??= way;
        throw new Error(callsProcess(way));
      }
      const late = runIn(new Error().stack);
      if (!late) return original.apply(process, args);
      if (late.isTold && way === "reallyExit") return original.call(process, 1);
      if (!late.isTold) console.error(`${printable(late.shown)}: file: ${callsProcess(way)}`);
      late.isTold = true;
      return exit.call(process, 1);
    };
  }
  process.on("unhandledRejection", (reason) => {
    const late = types.isNativeError(reason) ? runIn(reason.stack) : undefined;
    if (!late) throw reason;
    const { line, reason: why } = explainError(reason, late.file);
    console.error(`${printable(late.shown)}: line ${line}: fails with: ${printable(why)}`);
    exit.call(process, 1);
  });
}

function runIn(stack: string | undefined): Run | undefined {
  return runs.find(({ file }) => String(stack).includes(`${file}:`));
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
