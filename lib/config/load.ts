import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { closest } from "fastest-levenshtein";
import { Environment } from "./environment";
import { EnvironmentError } from "./faults";
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
export async function loadEnvironment(nameOrFile: string): Promise<Environment> {
  const file = nameOrFile.includes("/") ? resolve(nameOrFile) : resolve(FOLDER, `${nameOrFile}.ts`);
  const known = environmentNames();
  if (!existsSync(file)) {
    const message = `is no environment; did you mean "${closest(nameOrFile, known)}"? There are: ${known.join(", ")}`;
    throw new EnvironmentError("ENVIRONMENT", [{ path: "name", value: nameOrFile, message }]);
  }
  const module = (await import(pathToFileURL(file).href)) as { default?: unknown };
  return resolveEnvironment(defaultExport(module), {
    name: basename(file, ".ts"),
    file: relative(resolve(FOLDER, ".."), file),
    folder: dirname(file),
  });
}

/** A TypeScript module that was loaded as CommonJS keeps its default export one level further down. */
function defaultExport({ default: exported }: { default?: unknown }): unknown {
  return exported instanceof Object && "__esModule" in exported
    ? (exported as { default?: unknown }).default
    : exported;
}
