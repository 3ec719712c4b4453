import { readdirSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { nearest } from "../tools/messages";
import { Environment } from "./environment";
import { runFile } from "./load-file";
import { EnvironmentError } from "./problems";
import { resolveEnvironment } from "./resolve";

const FOLDER = resolve(__dirname, "../../environments");

/** A hundred times the longest that comes with the project, in bytes. */
const LARGEST_FILE = 200_000;

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
 * @throws EnvironmentError when there is no such environment, or with every problem in it
 */
export function loadEnvironment(nameOrFile: string): Environment {
  const isPath = nameOrFile.includes("/");
  const file = environmentFile(nameOrFile);
  const message = fileProblem(file) ?? (isPath && !file.endsWith(".ts") ? NO_TYPESCRIPT : undefined);
  if (message !== undefined) {
    throw new EnvironmentError("ENVIRONMENT", [
      {
        path: isPath ? "file" : "name",
        value: nameOrFile,
        message: isPath ? message : unknownName(nameOrFile),
      },
    ]);
  }
  const shown = isPath ? nameOrFile : `environments/${nameOrFile}.ts`;
  return resolveEnvironment(runFile(file, shown), {
    name: basename(file, ".ts"),
    file: shown,
    folder: dirname(file),
  });
}

/** The environment that `ENVIRONMENT` names, by its name or its file. */
export function chosenName(): string {
  return process.env["ENVIRONMENT"] || "article";
}

/** The file that a name in `environments/`, or a path, stands for; whether or not it is there. */
export function environmentFile(nameOrFile: string): string {
  return nameOrFile.includes("/") ? resolve(nameOrFile) : resolve(FOLDER, `${nameOrFile}.ts`);
}

const NO_TYPESCRIPT = "is no TypeScript; write the path of a file like environments/article.ts";

function fileProblem(file: string): string | undefined {
  try {
    const found = statSync(file);
    if (!found.isFile()) return "is no file; write the path of one like environments/article.ts";
    if (found.size > LARGEST_FILE)
      return `is larger than the ${LARGEST_FILE} bytes that an environment may have`;
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ENOTDIR"
      ? "is no file; write the path of one like environments/article.ts"
      : `cannot be read (${code})`;
  }
}

function unknownName(name: string): string {
  const known = environmentNames();
  const meant = nearest(name.slice(0, 100), known);
  return `is no environment; ${meant ? `did you mean "${meant}"? There` : "there"} are ${known.join(", ")}`;
}
