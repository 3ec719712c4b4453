import { readFileSync } from "node:fs";
import { printable } from "./printable";
import { shown } from "./shown";

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
