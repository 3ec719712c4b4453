import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { OutputPlace, outputFolder } from "../tools/output-place";
import { UsageError } from "../tools/errors";
import { isLeftOver, writeFiles } from "../tools/write-files";
import { isOwnStack } from "../output/own-output";

/** Files of the review folder by their path in it, such as `article/network.tf.json`. */
export type ReviewFiles = ReadonlyMap<string, string>;

/** What differs between the review folder and what is synthesized now, as `changed article/network.tf.json`. */
export function staleFiles(folder: string, files: ReviewFiles): string[] {
  const there = filesIn(folder);
  const added = [...files.keys()].filter((path) => !there.includes(path)).map((path) => `missing ${path}`);
  const gone = there.filter((path) => !files.has(path)).map((path) => `left over ${path}`);
  const changed = there
    .filter((path) => files.has(path) && readFileSync(join(folder, path), "utf8") !== files.get(path))
    .map((path) => `changed ${path}`);
  return [...changed, ...added, ...gone];
}

/**
 * Refuses a folder that holds anything but what a review is made of, because what is left over there is removed.
 *
 * @throws UsageError that names the first thing in it that is not ours
 */
export function refuseForeignReview(place: OutputPlace): void {
  const folder = outputFolder(place);
  const foreign = folder && filesIn(folder).find((path) => !isReviewFile(folder, path));
  if (foreign === undefined) return;
  throw new UsageError(
    place.option,
    place.path,
    `holds ${foreign}, which this command did not write; name a new folder, such as ${place.example}`,
  );
}

/** Makes the review folder hold these files and no other, all of them or none. */
export function writeReview(folder: string, files: ReviewFiles): void {
  const leftOver = filesIn(folder).filter((path) => !files.has(path));
  writeFiles(
    "--output",
    new Map([...files].map(([path, content]) => [join(folder, path), content])),
    leftOver.map((path) => join(folder, path)),
  );
}

function isReviewFile(folder: string, path: string): boolean {
  if (isLeftOver(path) || path.endsWith(".DS_Store")) return true;
  const [, stack] = /^[^/]+\/([^/]+)\.tf\.json$/.exec(path) ?? [];
  return stack !== undefined && isOwnStack(readFileSync(join(folder, path), "utf8"), stack);
}

/** Links too, which are of nobody's making. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .sort();
}

/**
 * A stack's JSON as people review it: what Terraform acts on and nothing else, sorted, and so the same whatever machine
 * or version of cdktf wrote it.
 *
 * @param json what cdktf wrote
 */
export function reviewJson(json: string): string {
  return `${JSON.stringify(sorted(JSON.parse(json)), null, 2)}\n`;
}

/** With the keys of objects in order, and without `//`, where cdktf keeps its version and its constructs' paths. */
function sorted(value: unknown): unknown {
  // The order of a list has a meaning, or Terraform would take it for a set.
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => key !== "//")
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}
