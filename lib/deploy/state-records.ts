import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { foldersIn } from "../output/environment-record";
import { StateFolder, isSameFolder, stateFolderOf } from "./state-folder";

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

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Forgets a folder that states were moved from, in all output folders in `parents`. */
export function forgetMoved(parents: readonly string[], from: StateFolder): void {
  const records = outputFolders(parents).flatMap(backendRecords);
  forgetBackends(records.filter(({ folder }) => isSameFolder(folder, from)));
}
