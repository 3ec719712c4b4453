import { Stats, accessSync, constants, lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UsageError, systemReason } from "./errors";

/** Where a command has been told to write. */
export interface OutputPlace {
  /** The option that names it, such as `--output`. */
  readonly option: string;
  readonly path: string;
  /** A name that would do, for messages. */
  readonly example: string;
}

/**
 * The folder that a command is to write to; undefined when there is none yet, and one can be made.
 *
 * @throws UsageError when it is no folder, or cannot be written
 */
export function outputFolder(place: OutputPlace): string | undefined {
  const there = existing(place);
  if (there && !there.isDirectory()) {
    throw new UsageError(place.option, place.path, `is no folder; write one, such as ${place.example}`);
  }
  return there && realpathSync(place.path);
}

/**
 * The file that a command is to write; undefined when there is none yet, and it can be made.
 *
 * @throws UsageError when it is no file, or cannot be written
 */
export function outputFile(place: OutputPlace): string | undefined {
  const there = place.path.endsWith("/") ? undefined : existing(place);
  if (place.path.endsWith("/") || (there && !there.isFile())) {
    throw new UsageError(place.option, place.path, `is no file; write one, such as ${place.example}`);
  }
  return there && realpathSync(place.path);
}

/**
 * Refuses a file that is there already and not of a command's own making, before the command does anything.
 *
 * @param isOurs whether a text is of the form that the command writes
 * @throws UsageError
 */
export function refuseForeignFile(place: OutputPlace, isOurs: (text: string) => boolean): void {
  const file = outputFile(place);
  const size = file === undefined ? 0 : statSync(file).size;
  if (size === 0 || (size < LARGEST && isOurs(readFileSync(place.path, "utf8")))) return;
  throw new UsageError(
    place.option,
    place.path,
    `is a file that this command did not write; name a new file, such as ${place.example}`,
  );
}

/** No command here writes a file of 50 MB or more. */
const LARGEST = 5e7;

function existing(place: OutputPlace): Stats | undefined {
  const { option, path, example } = place;
  if (path === "") throw new UsageError(option, path, `is no path; write one, such as ${example}`);
  try {
    const there = statSync(path, { throwIfNoEntry: false });
    if (!there && lstatSync(path, { throwIfNoEntry: false })) {
      throw new UsageError(option, path, "is a link to nothing; remove it, or name another place");
    }
    accessSync(there ? path : nearestFolder(path), constants.W_OK);
    return there;
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    throw new UsageError(option, path, `cannot be written: ${reason}`);
  }
}

/** The folder that is there already and in which the missing ones would be made. */
function nearestFolder(path: string): string {
  const parent = dirname(resolve(path));
  return statSync(parent, { throwIfNoEntry: false }) ? `${parent}/.` : nearestFolder(parent);
}
