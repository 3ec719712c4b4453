import { addressAt, holds, prefixLength } from "./ranges";

/** The fewest ranges, IPv4 and IPv6, that hold the same addresses together: `0.0.0.0/1` and `128.0.0.0/1` are `0.0.0.0/0`. */
export function joined(ranges: readonly string[]): string[] {
  const kept: string[] = [];
  // The largest first, so that whatever a range holds comes after it.
  for (const range of [...ranges].sort((a, b) => prefixLength(a) - prefixLength(b))) add(range, kept);
  return kept;
}

function add(range: string, kept: string[]): void {
  if (kept.some((other) => holds(other, range))) return;
  const length = prefixLength(range);
  const parent = length === 0 ? undefined : networkOf(range, length - 1);
  const sibling = kept.findIndex(
    (other) => parent !== undefined && prefixLength(other) === length && holds(parent, other),
  );
  if (sibling === -1) kept.push(networkOf(range, length));
  else {
    kept.splice(sibling, 1);
    add(parent!, kept);
  }
}

function networkOf(range: string, length: number): string {
  return `${addressAt(`${range.split("/")[0]}/${length}`, 0n)}/${length}`;
}
