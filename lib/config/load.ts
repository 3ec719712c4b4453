import { readdirSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { types } from "node:util";
import { Environment } from "./environment";
import { EnvironmentError } from "./faults";
import { nearest } from "../tools/nearest";
import { resolveEnvironment } from "./resolve";

const FOLDER = resolve(__dirname, "../../environments");

/** The names of the environments in `environments/`. */
export function environmentNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => basename(file, ".ts"))
    .sort();
}

/**
 * Loads and checks an environment.
 *
 * @param nameOrFile a name in `environments/`, or the path of a file elsewhere (with a slash in it)
 * @throws EnvironmentError when there is no such environment, or with every fault in it
 */
export function loadEnvironment(nameOrFile: string): Environment {
  const isPath = nameOrFile.includes("/");
  const file = environmentFile(nameOrFile);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    const message = isPath
      ? "is no file; write the path of one like environments/article.ts"
      : unknownName(nameOrFile);
    throw new EnvironmentError("ENVIRONMENT", [
      { path: isPath ? "file" : "name", value: nameOrFile, message },
    ]);
  }
  const shown = isPath ? nameOrFile : `environments/${nameOrFile}.ts`;
  return resolveEnvironment(defaultExport(file, shown), {
    name: basename(file, ".ts"),
    file: shown,
    folder: dirname(file),
  });
}

/** The file that a name in `environments/`, or a path, stands for; whether or not it is there. */
export function environmentFile(nameOrFile: string): string {
  return nameOrFile.includes("/") ? resolve(nameOrFile) : resolve(FOLDER, `${nameOrFile}.ts`);
}

function unknownName(name: string): string {
  const known = environmentNames();
  const meant = nearest(name, known);
  return `is no environment; ${meant ? `did you mean "${meant}"? There` : "there"} are ${known.join(", ")}`;
}

function defaultExport(file: string, shown: string): unknown {
  const module = load(file, shown) as { default?: unknown } | null;
  if (module?.default !== undefined) return module.default;
  const message = "is missing; write: export default defineEnvironment({ … })";
  throw new EnvironmentError(shown, [{ path: "default export", message }]);
}

function load(file: string, shown: string): unknown {
  try {
    // Which file is known at run time only.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require(file);
  } catch (error) {
    const { message, stack = "" } = types.isNativeError(error) ? error : new Error(String(error));
    const line = stack.split(`${file}:`)[1]?.match(/^\d+/)?.[0];
    // Node appends the files that led there, each on a line of its own.
    const reason = message.split("\nRequire stack:")[0]!.replace(/\s+/g, " ").trim();
    throw new EnvironmentError(shown, [
      { path: line ? `line ${line}` : "file", message: `fails with: ${reason}` },
    ]);
  }
}
