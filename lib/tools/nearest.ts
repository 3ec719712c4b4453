import { distance } from "fastest-levenshtein";

/** The one of `known` that the user most likely meant, if any is near. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  const word = given.toLowerCase();
  const [closest] = known
    .map((name) => ({ name, edits: distance(word, name.toLowerCase()) }))
    .filter(({ edits }) => edits <= Math.ceil(word.length / 3))
    .sort((a, b) => a.edits - b.edits);
  return closest?.name ?? known.find((name) => word.length > 2 && name.toLowerCase().includes(word));
}
