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
