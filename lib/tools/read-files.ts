import { readFileSync, statSync } from "node:fs";
import { printable, shown } from "./messages";

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

/**
 * Reads a JSON file.
 *
 * @throws Error in one line that names the file when it is no JSON
 */
export function readJson<T>(file: string): T {
  const text = readFileSync(file, "utf8");
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new Error(`${shown(file)}: is no JSON (${jsonProblem(error)}); make it again`, { cause: error });
  }
}

/** What a JSON text says; undefined when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What `JSON.parse` says of a text, without the text: Node quotes it, line breaks, secrets and all. */
export function jsonProblem(error: unknown): string {
  return printable((error as Error).message.replace(/, ?(\.\.\.)?"[^]*$/, ""));
}

/**
 * Fills a text's `@placeholders@` in.
 *
 * @throws Error for a placeholder without a value, so that none reaches the host
 */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/@([a-z0-9_]+)@/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value for the placeholder @${name}@`);
    return value;
  });
}
