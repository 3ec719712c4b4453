import { closest } from "fastest-levenshtein";

/** The one of `known` that the user most likely meant; `known` is not empty. */
export function nearest(given: string, known: readonly string[]): string {
  return known.find((name) => given !== "" && name.startsWith(given)) ?? closest(given, known);
}
