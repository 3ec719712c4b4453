import { readFileSync, statSync } from "node:fs";

/**
 * The text of an ordinary file; undefined when it is none, or cannot be read. A pipe or a device is not waited for: it may
 * never end.
 */
export function textOf(file: string): string | undefined {
  try {
    return statSync(file).isFile() ? readFileSync(file, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
