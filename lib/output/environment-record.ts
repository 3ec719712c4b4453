import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { z } from "zod";
import { EnvironmentError } from "../config/problems";
import { textOf } from "../tools/read-files";
import { writeFiles } from "../tools/write-files";

const record = z.object({
  name: z.string(),
  /** Relative to the project: a checkout may be moved. */
  file: z.string(),
});

/** Which environment a folder belongs to, and the file that this environment is read from. */
export type EnvironmentRecord = z.infer<typeof record>;

const RECORD = "environment.json";

const PROJECT = resolve(__dirname, "../..");

/** The record of an environment that is read from `file`. */
export function recordOf(file: string): EnvironmentRecord {
  return { name: basename(file, ".ts"), file: relative(PROJECT, file) };
}

/** What is recorded in a folder; undefined when nothing is. */
export function readRecord(folder: string): EnvironmentRecord | undefined {
  try {
    return record.parse(JSON.parse(textOf(join(folder, RECORD)) ?? ""));
  } catch {
    return undefined;
  }
}

export function writeRecord(folder: string, environment: EnvironmentRecord): void {
  // Whole or not at all: a record that was cut short would make the folder a stranger's.
  writeFiles("--output", new Map([[join(folder, RECORD), `${JSON.stringify(environment, null, 2)}\n`]]));
}

/** Records an environment in the folder of its stacks, and beside its local states when it has any. */
export function recordEnvironment(outdir: string, environment: EnvironmentRecord): void {
  writeRecord(outdir, environment);
  const states = localStatesOf(outdir, environment);
  if (existsSync(states)) writeRecord(states, environment);
}

/** Where an environment with a local backend keeps its states when its stacks are in `outdir`. */
export function localStatesOf(outdir: string, { name }: Pick<EnvironmentRecord, "name">): string {
  return join(dirname(resolve(outdir)), "state", name);
}

/**
 * Refuses an environment of the same name as another file's, whose states, folders and names in AWS it would share.
 * A file that was moved is no other.
 *
 * @throws EnvironmentError that names both files
 */
export function refuseNamesake(outdir: string, environment: EnvironmentRecord): void {
  const folders = [outdir, localStatesOf(outdir, environment), ...foldersIn(dirname(resolve(outdir)))];
  for (const folder of folders) {
    const found = readRecord(folder);
    if (found?.name !== environment.name || found.file === environment.file || !isThere(found)) continue;
    const message =
      `has the name of ${found.file}, which ${relative("", folder) || "."} belongs to, and would share its states; ` +
      "rename one of the two files";
    throw new EnvironmentError("ENVIRONMENT", [{ path: "file", value: environment.file, message }]);
  }
}

/**
 * Refuses a folder in which terraform has been initialized for another environment: its next run there would offer to
 * move that environment's state into this one's.
 *
 * @throws EnvironmentError that names both environments and the way out
 */
export function refuseForeignFolder(outdir: string, environment: string): void {
  const stacks = join(outdir, "stacks");
  if (!existsSync(stacks)) return;
  for (const stack of readdirSync(stacks)) {
    const holder = initializedFor(join(stacks, stack));
    if (holder === undefined || holder === environment) continue;
    const message = `finds ${outdir} in use by "${holder}"; give it a folder of its own: --output cdktf.out.${environment}`;
    throw new EnvironmentError("ENVIRONMENT", [{ path: ["name"], value: environment, message }]);
  }
}

/** The environment of the stack in a folder that terraform has been initialized in. */
function initializedFor(folder: string): string | undefined {
  const file = join(folder, "cdk.tf.json");
  if (!existsSync(join(folder, ".terraform")) || !existsSync(file)) return undefined;
  const { provider } = JSON.parse(readFileSync(file, "utf8")) as {
    provider?: { aws?: { default_tags?: { tags?: { Environment?: string } }[] }[] };
  };
  return provider?.aws?.[0]?.default_tags?.[0]?.tags?.Environment;
}

/** The environments whose stacks or local states are beside `outdir`, as long as the files that they are read from are there. */
export function recordedNames(outdir: string): string[] {
  const parent = dirname(resolve(outdir));
  const records = [...foldersIn(parent), ...foldersIn(join(parent, "state"))].map(readRecord);
  return records.flatMap((found) => (found && isThere(found) ? [found.name] : []));
}

function isThere({ file }: EnvironmentRecord): boolean {
  return existsSync(resolve(PROJECT, file));
}

/** The folders in a folder; none when it is not there. */
export function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}
