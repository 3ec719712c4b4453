import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { types } from "node:util";
import { systemReason } from "./errors";
import { shown } from "./messages";

const folders = new Set<string>();

/**
 * Makes a temporary folder, which is removed when the process ends; a signal ends it too, for every command
 * (`scripts/support/ending.ts`).
 *
 * @throws Error in one line when there can be none
 */
export function temporaryFolder(): string {
  if (folders.size === 0) process.once("exit", removeAll);
  try {
    const folder = mkdtempSync(join(tmpdir(), "nat-instance-"));
    folders.add(folder);
    return folder;
  } catch (error) {
    const reason = systemReason(error) ?? (error as Error).message;
    throw new Error(`TMPDIR: ${shown(tmpdir())} takes no temporary folder: ${reason}`, { cause: error });
  }
}

export function removeTemporary(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

/** Hands over a temporary folder, and removes it as soon as what uses it ends. */
export function withTemporaryFolder<T>(use: (folder: string) => T): T {
  const folder = temporaryFolder();
  const remove = () => removeTemporary(folder);
  let result: T | undefined;
  try {
    result = use(folder);
  } finally {
    if (!types.isPromise(result)) remove();
  }
  return types.isPromise(result) ? (result.finally(remove) as T) : result;
}

function removeAll(): void {
  folders.forEach(removeTemporary);
}
