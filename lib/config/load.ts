import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { Environment } from "./environment";
import { EnvironmentError } from "./faults";
import { nearest } from "./nearest";
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
  const file = nameOrFile.includes("/") ? resolve(nameOrFile) : resolve(FOLDER, `${nameOrFile}.ts`);
  const known = environmentNames();
  if (!existsSync(file)) {
    const message = `is no environment; did you mean "${nearest(nameOrFile, known)}"? There are: ${known.join(", ")}`;
    throw new EnvironmentError("ENVIRONMENT", [{ path: "name", value: nameOrFile, message }]);
  }
  // Which file is known at run time only.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const module = require(file) as { default?: unknown };
  const shown = relative(resolve(FOLDER, ".."), file);
  if (module.default === undefined) {
    const message = "is missing; write: export default defineEnvironment({ … })";
    throw new EnvironmentError(shown, [{ path: "default export", message }]);
  }
  return resolveEnvironment(module.default, {
    name: basename(file, ".ts"),
    file: shown,
    folder: dirname(file),
  });
}
