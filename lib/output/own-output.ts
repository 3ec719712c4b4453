import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readRecord } from "./environment-record";
import { OutputPlace, outputFolder } from "../tools/output-place";
import { textOf } from "../tools/read-files";
import { UsageError } from "../tools/errors";
import { isLeftOver } from "../tools/write-files";

/**
 * Refuses a folder for what is synthesized, and for its plans, unless it is new or empty or holds nothing but that: a
 * command only ever overwrites and removes files that it can show to be its own.
 *
 * What terraform and people put beside a stack's file stays, and is theirs.
 *
 * @throws UsageError that names the first thing in it that is not ours
 */
export function refuseForeignOutput(place: OutputPlace): void {
  const folder = outputFolder(place);
  if (folder === undefined) return;
  const foreign = readdirSync(folder)
    .sort()
    .flatMap((name) => foreignIn(folder, name))[0];
  if (foreign === undefined) return;
  throw new UsageError(
    place.option,
    place.path,
    `holds ${foreign}, which this command did not write; name a new folder, such as ${place.example}`,
  );
}

/** What of an entry at the folder's top is not ours. */
function foreignIn(folder: string, name: string): string[] {
  switch (name) {
    case "manifest.json":
      return isManifest(join(folder, name)) ? [] : [name];
    case "environment.json":
      return readRecord(folder) ? [] : [name];
    case "stacks":
      return within(folder, name, (stack) => isStackFolder(join(folder, name, stack), stack));
    case "migrate":
      return within(folder, name, (end) => isMigration(join(folder, name, end)));
    case "plan":
      return within(folder, name, (file) => isPlanFile(join(folder, name, file), file));
    default:
      // macOS's Finder leaves .DS_Store wherever it has looked.
      return name === ".DS_Store" || isLeftOver(name) ? [] : [name];
  }
}

/** Those of a folder's entries that are not ours; the folder itself when it is none. */
function within(folder: string, name: string, isOurs: (entry: string) => boolean): string[] {
  const entries = entriesOf(join(folder, name));
  return entries?.filter((entry) => !isOurs(entry)).map((entry) => join(name, entry)) ?? [name];
}

/** What cdktf writes of an app: the stacks' places in the folder, and its version. */
function isManifest(file: string): boolean {
  const manifest = parsed(file) as {
    version?: unknown;
    stacks?: Record<string, { workingDirectory?: unknown }>;
  };
  if (typeof manifest?.version !== "string" || typeof manifest.stacks !== "object") return false;
  return Object.entries(manifest.stacks).every(
    ([name, stack]) => stack?.workingDirectory === `stacks/${name}`,
  );
}

function isStackFolder(folder: string, stack: string): boolean {
  const entries = entriesOf(folder);
  if (!entries) return false;
  const files = entries.filter((name) => name === "cdk.tf.json" || name === "cdk.tf");
  // Of a stack that the environment no longer has, terraform's files alone may be left.
  if (files.length === 0) return entries.every((name) => name.startsWith(".terraform") || isLeftOver(name));
  // Where the leaving of what is in a stack was being planned (`plan-leaving.ts`).
  const planned = stack.replace(/\.leaving$/, "");
  return files.every((name) => isOwnStack(textOf(join(folder, name)) ?? "foreign", planned));
}

/** What a move that was ended in the middle leaves (`deploy/state/move.ts`). */
function isMigration(folder: string): boolean {
  const files = ["main.tf.json", "pushed.json"];
  return entriesOf(folder)?.every((name) => files.includes(name) || name.startsWith(".terraform")) ?? false;
}

function isPlanFile(file: string, name: string): boolean {
  if (name !== "plan.json")
    return /^(plan\.md|[\w-]+\.(tfplan|terraform\.lock\.hcl))$/.test(name) || isLeftOver(name);
  const plan = parsed(file) as { formatVersion?: unknown; environment?: unknown; plans?: unknown };
  return typeof plan?.formatVersion === "number" && Array.isArray(plan.plans);
}

function entriesOf(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(textOf(file) ?? "");
  } catch {
    return undefined;
  }
}

/**
 * Whether a text is a stack of this project, as JSON or HCL: the tags that each stack gives to all that it makes say
 * which stack of which environment it is.
 *
 * Text is enough: it also knows a file with the marks of a merge conflict in it. An empty one is nobody's.
 */
export function isOwnStack(text: string, stack: string): boolean {
  if (/^\s*(\{\s*\})?\s*$/.test(text)) return true;
  return tag("Project").test(text) && tag("Environment").test(text) && tag("Stack", stack).test(text);
}

function tag(name: string, value = String.raw`[^"\n]+`): RegExp {
  return new RegExp(String.raw`\b${name}"?\s*[:=]\s*"${value}"`);
}
