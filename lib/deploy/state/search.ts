import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { foldersIn, readRecord } from "../../output/environment-record";
import { jsonOf } from "../../tools/read-files";
import { StackFolder } from "../stack-plan";
import { TerraformError } from "../terraform";
import { FoundStates, Owner, States, isEmpty } from "./content";
import { Elsewhere, statesElsewhere } from "./elsewhere";
import { StateFolder, isSameFolder, placeOf, stateFolderOf } from "./folder";
import { readBucket, readStates } from "./read";

export interface SearchOptions {
  readonly environment: Owner;
  /** The names of the other environments that there are. */
  readonly others: readonly string[];
  /** The file that the environment is read from, as it is recorded. */
  readonly file: string;
  /** Where local states and output folders are, when they are not beside `output`. */
  readonly project: string;
  /** Where the stacks were written to. */
  readonly output: string;
  /** Each after those that it depends on. */
  readonly stacks: readonly StackFolder[];
  readonly interrupted?: AbortSignal;
  /** Told of what could not be looked into, in lines. */
  readonly say: (line: string) => void;
}

/** Where an environment's states are to be, and where else some are. */
export interface SearchResult {
  /** Where its backend says. */
  readonly folder: StateFolder;
  readonly own: States;
  readonly elsewhere: readonly Elsewhere[];
}

/**
 * Looks for an environment's states: where its backend says, in the project's local states, in what terraform recorded
 * of earlier backends in all output folders, and, when nothing is deployed yet, in the backend's bucket.
 *
 * @throws TerraformError in one line when the backend cannot be read
 */
export async function searchStates(options: SearchOptions): Promise<SearchResult> {
  const { environment, others, stacks, interrupted, say } = options;
  const folder = backendOf(stacks[0]!);
  const own = await readStates(folder, { interrupted, name: stacks[0]!.name });
  const found: FoundStates[] = [];
  for (const candidate of knownFolders(options)) {
    if (isSameFolder(candidate, folder)) continue;
    try {
      found.push({ folder: candidate, states: await readStates(candidate, { interrupted }) });
    } catch (error) {
      if (!(error instanceof TerraformError)) throw error;
      say(`An earlier state cannot be read: ${error.message}`);
    }
  }
  const names = stacks.map(({ name }) => name);
  if (folder.type === "s3" && isEmpty(own.get(names[0]!))) {
    say(
      `Nothing is deployed at ${placeOf(folder)}: looking through s3://${folder.bucket} for another state …`,
    );
    const unreadable = (place: string, why: string) => say(`States at ${place} cannot be read: ${why}`);
    const inBucket = await readBucket(folder, names, unreadable, { interrupted });
    found.push(
      ...inBucket.filter((states) => !found.some((known) => isSameFolder(known.folder, states.folder))),
    );
  }
  return { folder, own, elsewhere: statesElsewhere(own, found, { environment, others, stacks: names }) };
}

/** Where a stack's backend keeps its state. */
export function backendOf({ name, file, folder }: StackFolder): StateFolder {
  const { terraform } = JSON.parse(readFileSync(file, "utf8")) as { terraform: { backend: object } };
  const [[type, config] = ["none", {}]] = Object.entries(terraform.backend ?? {}) as [string, unknown][];
  const found = stateFolderOf(name, { type, config, cwd: folder });
  if (!found)
    throw new TerraformError(`${name}: ${file} names no backend of this project; synthesize it again`);
  return found;
}

/** The folders of states that this checkout knows of, but for those that are recorded as another environment's. */
function knownFolders({ output, project, file }: SearchOptions): StateFolder[] {
  const parents = [...new Set([dirname(resolve(output)), resolve(project)])];
  const isOthers = (folder: string) => {
    const recorded = readRecord(folder)?.file;
    return recorded !== undefined && recorded !== file && existsSync(recorded);
  };
  const local = parents
    .flatMap((parent) => foldersIn(join(parent, "state")))
    .filter((path) => !isOthers(path));
  const outputs = outputFolders(parents).filter((folder) => !isOthers(folder));
  const folders: StateFolder[] = [
    ...local.map((path) => ({ type: "local" as const, path })),
    ...outputs.flatMap(backendRecords).map(({ folder }) => folder),
  ];
  return [...new Map(folders.map((folder) => [placeOf(folder), folder])).values()];
}

const backendRecord = z.object({ backend: z.object({ type: z.string(), config: z.unknown() }) });

/** Where terraform, when it was last initialized in a stack's folder, kept the stack's state. */
export interface BackendRecord {
  readonly stack: string;
  readonly folder: StateFolder;
  /** The file that says it, terraform's own. */
  readonly file: string;
}

/** The folders in `parents` that hold stacks, as cdktf writes them. */
export function outputFolders(parents: readonly string[]): string[] {
  return parents.flatMap(foldersIn).filter((folder) => existsSync(join(folder, "stacks")));
}

/** What terraform has recorded of backends in a folder that cdktf wrote; none of a backend of another kind. */
export function backendRecords(output: string): BackendRecord[] {
  const stacks = join(output, "stacks");
  if (!existsSync(stacks)) return [];
  return readdirSync(stacks).flatMap((stack) => {
    const cwd = join(stacks, stack);
    const file = join(cwd, ".terraform/terraform.tfstate");
    if (!existsSync(file)) return [];
    const { data } = backendRecord.safeParse(jsonOf(readFileSync(file, "utf8")));
    const folder = data && stateFolderOf(stack, { ...data.backend, cwd });
    return folder ? [{ stack, folder, file }] : [];
  });
}

/**
 * Has terraform take the backend that a stack names, instead of asking what is to become of the state in the one it
 * recorded. No state is lost: the record says only where it is.
 */
export function forgetBackends(records: readonly BackendRecord[]): void {
  records.forEach(({ file }) => rmSync(file, { force: true }));
}

/** Forgets a folder that states were moved from, in all output folders in `parents`. */
export function forgetMoved(parents: readonly string[], from: StateFolder): void {
  const records = outputFolders(parents).flatMap(backendRecords);
  forgetBackends(records.filter(({ folder }) => isSameFolder(folder, from)));
}
