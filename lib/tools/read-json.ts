import { readFileSync } from "node:fs";
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
    // Node quotes the text itself, with its line breaks.
    const reason = (error as Error).message.replace(/, ?(\.\.\.)?"[^]*$/, "");
    throw new Error(`${shown(file)}: is no JSON (${reason}); make it again`, { cause: error });
  }
}
