import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { systemReason } from "./errors";
import { shown } from "./messages";

/**
 * Writes files, all of them or none: each beside its place at first, and all put in their places at the end. So a full
 * disk or an interruption leaves what was there, and nothing else.
 *
 * @param option the option that names the place, for messages
 * @param files contents by path
 * @param removed paths that are removed when the others are written
 * @throws Error in one line that names the path
 */
export function writeFiles(
  option: string,
  files: ReadonlyMap<string, string>,
  removed: readonly string[] = [],
): void {
  const undo: string[] = [];
  let current = "";
  try {
    const written = [...files].flatMap(([path, content]) => {
      current = path;
      const place = existsSync(path) ? realpathSync(path) : path;
      if (existsSync(path) && readFileSync(place, "utf8") === content) return [];
      makeFolder(dirname(place), undo);
      removeLeftOvers(place);
      const beside = `${place}.${process.pid}.part`;
      undo.push(beside);
      writeFileSync(beside, content);
      if (existsSync(place)) chmodSync(beside, statSync(place).mode);
      return [{ beside, place }];
    });
    for (const { beside, place } of written) renameSync((current = beside), place);
    for (const path of removed) rmSync((current = path));
  } catch (error) {
    for (const path of undo.reverse()) rmSync(path, { recursive: true, force: true });
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    throw new Error(`${option}: ${shown(current)} cannot be written: ${reason}`, { cause: error });
  }
}

/** Node's own `recursive` goes on for ever where the system takes no folder, such as in /proc. */
function makeFolder(folder: string, made: string[]): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), made);
  mkdirSync(folder);
  made.push(folder);
}

/** What is beside a file while it is written, and after a process that wrote it was killed: the process's number is in it. */
const PART = /^(.*)\.(\d+)\.part$/;

/** Whether a file of this name is what a killed process may have left beside one that it wrote. */
export function isLeftOver(name: string): boolean {
  return PART.test(name);
}

function removeLeftOvers(place: string): void {
  const folder = dirname(place);
  for (const name of readdirSync(folder)) {
    const [, of, pid] = PART.exec(name) ?? [];
    if (of === basename(place) && !isRunning(Number(pid))) rmSync(join(folder, name));
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
