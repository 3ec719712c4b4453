/** Where two values of a resource differ, and how. */
export interface Difference {
  /** The way to it, as Terraform writes it: `root_block_device[0].volume_size`. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What marks parts of a value: `true`, or an object or list of such marks with the value's keys. */
type Marks = unknown;

export interface Side {
  readonly value: unknown;
  readonly sensitive?: Marks;
  /** What is known after the apply only. */
  readonly unknown?: Marks;
}

export const UNKNOWN = "(known after apply)";
const SENSITIVE = "(sensitive)";
/** Longer values are shown around the first place where they differ. */
const LONGEST = 80;

/**
 * Every place where two values differ, as deep inside as it can be named.
 *
 * Empty and absent values are the same: providers write both for what is not set. Tags are compared as the resource has
 * them in AWS, `tags_all`, because the provider moves a tag in and out of `tags` whenever the default tags change.
 */
export function differences(before: Side, after: Side): Difference[] {
  return differ("", before, after);
}

/** Whether one place is the other, or inside it. */
export function overlap(one: string, other: string): boolean {
  const isIn = (inner: string, outer: string) =>
    inner.startsWith(outer) && ["", ".", "["].includes(inner.charAt(outer.length));
  return isIn(one, other) || isIn(other, one);
}

/** What nothing is set in: null, an empty text, list or object. */
function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function differ(name: string, before: Side, after: Side): Difference[] {
  if (after.unknown === true) return [{ name, before: whole(before), after: UNKNOWN }];
  if (!hasMarks(after.unknown) && isSame(before.value, after.value)) return [];
  if (isList(before.value) && isList(after.value)) return differInLists(name, before, after);
  if (isObject(before.value) || isObject(after.value)) {
    if (!isList(before.value) && !isList(after.value)) return differInObjects(name, before, after);
  }
  return shown(name, before, after);
}

function differInObjects(name: string, before: Side, after: Side): Difference[] {
  const sides = [before.value, after.value, after.unknown].map((value) => (isObject(value) ? value : {}));
  const keys = [...new Set(sides.flatMap((side) => Object.keys(side)))];
  const hasAllTags = keys.includes("tags_all");
  return keys
    .filter((key) => !(hasAllTags && key === "tags"))
    .flatMap((key) => {
      const called = key === "tags_all" ? "tags" : key;
      return differ(name === "" ? called : `${name}.${called}`, part(before, key), part(after, key));
    });
}

/** Sets are lists too, so what is in both is left out wherever it stands; as many as before are compared in pairs. */
function differInLists(name: string, before: Side, after: Side): Difference[] {
  const [old, next] = [before.value, after.value] as [unknown[], unknown[]];
  if (hasMarks(after.unknown) && old.length === next.length) {
    return old.flatMap((_, index) => differ(`${name}[${index}]`, part(before, index), part(after, index)));
  }
  const gone = old.flatMap((value, index) => (next.some((other) => isSame(value, other)) ? [] : [index]));
  const come = next.flatMap((value, index) => (old.some((other) => isSame(value, other)) ? [] : [index]));
  const areObjects = [...gone.map((at) => old[at]), ...come.map((at) => next[at])].every(isObject);
  if (gone.length > 0 && gone.length === come.length && areObjects) {
    return gone.flatMap((at, index) => differ(`${name}[${at}]`, part(before, at), part(after, come[index]!)));
  }
  // The same elements in another order or number.
  if (gone.length === 0 && come.length === 0) return shown(name, before, after);
  const those = (side: Side, indexes: number[], list: unknown[]) => ({
    ...side,
    value: indexes.map((index) => list[index]),
  });
  return shown(name, those(before, gone, old), those(after, come, next));
}

function shown(name: string, before: Side, after: Side): Difference[] {
  const [old, next] = [whole(before), whole(after)];
  const [from, to] = old.length > LONGEST || next.length > LONGEST ? excerpts(old, next) : [old, next];
  return [{ name, before: from, after: to }];
}

/** Both texts from a little before the first place where they differ. */
function excerpts(one: string, other: string): [string, string] {
  const shared = [...one].findIndex((letter, index) => letter !== other[index]);
  const start = Math.max(0, (shared === -1 ? one.length : shared) - 20);
  const cut = (text: string) => {
    const rest = `${start > 0 ? "…" : ""}${text.slice(start)}`;
    return rest.length <= LONGEST ? rest : `${rest.slice(0, LONGEST - 1)}…`;
  };
  return [cut(one), cut(other)];
}

function whole({ value, sensitive }: Side): string {
  return hasMarks(sensitive) ? SENSITIVE : JSON.stringify(value ?? null);
}

function part({ value, sensitive, unknown }: Side, key: string | number): Side {
  return { value: at(value, key), sensitive: at(sensitive, key), unknown: at(unknown, key) };
}

/** A mark on the whole is one on every part. */
function at(whole: unknown, key: string | number): unknown {
  if (whole === true) return true;
  return typeof whole === "object" && whole !== null
    ? (whole as Record<string | number, unknown>)[key]
    : undefined;
}

function hasMarks(marks: Marks): boolean {
  if (typeof marks !== "object" || marks === null) return marks === true;
  return Object.values(marks).some(hasMarks);
}

export function isSame(a: unknown, b: unknown): boolean {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  if (isList(a) !== isList(b) || (isList(a) && isList(b) && a.length !== b.length)) return false;
  const [one, other] = [a, b] as Record<string, unknown>[];
  return [...new Set([...Object.keys(one!), ...Object.keys(other!)])].every((key) =>
    isSame(one![key], other![key]),
  );
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
