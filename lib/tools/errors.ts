import { types } from "node:util";
import { shown } from "./messages";

/** What the operating system's errors mean, and what to do about each. */
const SYSTEM: Readonly<Record<string, string>> = {
  EACCES: "permission is denied; name a place that you may use",
  EPERM: "permission is denied; name a place that you may use",
  EROFS: "its file system is read-only; name a place that can be written",
  ENOSPC: "there is no space left on the device; make room and run it again",
  EDQUOT: "the disk quota is used up; make room and run it again",
  EFBIG: "it would be larger than a file may be here; name another place",
  ENOENT: "it is not there",
  ENOTDIR: "it is inside of a file; name a folder",
  EISDIR: "it is a folder; name a file",
  EEXIST: "it is in the way; remove it, or name another place",
  ELOOP: "its links lead in a circle; name another place",
  ENAMETOOLONG: "its name is too long; name a shorter one",
  EMFILE: "too many files are open; raise the limit (ulimit -n)",
  ENFILE: "too many files are open on this machine; close some",
  EIO: "the device fails to read or write it; name another place",
  EBUSY: "something else uses it; end that, or name another place",
};

/** Errors that only a mistake in this program throws. */
const MISTAKES = ["TypeError", "RangeError", "ReferenceError", "SyntaxError", "AssertionError"];

/** Why the operating system refuses something, in words, with its code; undefined for any other error. */
export function systemReason(error: unknown): string | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return undefined;
  return SYSTEM[code] === undefined ? undefined : `${SYSTEM[code]} (${code})`;
}

/**
 * An error that nothing else has explained, as one line where it is of the system or a mistake of this program's.
 *
 * @param place where it happened, for errors of the system that do not say
 */
export function explainError(error: unknown, place?: string): string {
  if (!types.isNativeError(error)) return `Failed: ${shown(String(error))}`;
  const reason = systemReason(error);
  const { path = place } = error as NodeJS.ErrnoException;
  if (reason !== undefined) return path === undefined ? `Failed: ${reason}` : `${shown(path)}: ${reason}`;
  // That of a program that was run, without all that it printed.
  const { shortMessage } = error as { shortMessage?: string };
  if (shortMessage !== undefined) return shortMessage;
  if (!MISTAKES.includes(error.name)) return error.message;
  return `${error.name}: ${error.message.split("\n")[0]}; this is a mistake of the program, and DEBUG=1 shows where`;
}

/** Thrown when a command line is wrong: one line that names the option, the value and the way out. */
export class UsageError extends Error {
  /**
   * @param option such as `--output`
   * @param message what is wrong with the value and what to write instead, such as `is no folder; name one`
   */
  constructor(option: string, value: string, message: string) {
    super(`${option}: ${shown(value)} ${message}`);
  }
}
