import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

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

/** Makes the review folder hold these files and no other. */
export function writeReview(folder: string, files: ReviewFiles): void {
  for (const path of filesIn(folder)) if (!files.has(path)) rmSync(join(folder, path));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}
