const { compare } = new Intl.Collator("en", { numeric: true });

/** Sorts by a text, `private-2` before `private-10`. */
export function byName<T>(text: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => compare(text(a), text(b));
}
