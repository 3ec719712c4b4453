import { Address4, Address6 } from "ip-address";

/** The fewest ranges, IPv4 and IPv6, that hold the same addresses together: `0.0.0.0/1` and `128.0.0.0/1` are `0.0.0.0/0`. */
export function joined(ranges: readonly string[]): string[] {
  const kept: string[] = [];
  // The largest first, so that whatever a range holds comes after it.
  for (const range of [...ranges].sort((a, b) => lengthOf(a) - lengthOf(b))) add(range, kept);
  return kept;
}

function add(range: string, kept: string[]): void {
  if (kept.some((other) => holds(other, range))) return;
  const length = lengthOf(range);
  const parent = length === 0 ? undefined : networkOf(range, length - 1);
  const sibling = kept.findIndex(
    (other) => parent !== undefined && lengthOf(other) === length && holds(parent, other),
  );
  if (sibling === -1) kept.push(networkOf(range, length));
  else {
    kept.splice(sibling, 1);
    add(parent!, kept);
  }
}

/** Whether a range, IPv4 or IPv6, lies wholly in another. */
export function holds(outer: string, inner: string): boolean {
  const [one, other] = [parsed(outer), parsed(inner)];
  return one instanceof Address4 === other instanceof Address4 && other.isInSubnet(one as never);
}

function networkOf(range: string, length: number): string {
  const first = parsed(`${range.split("/")[0]}/${length}`).startAddress();
  return `${first.correctForm()}/${length}`;
}

/** The prefix length of a range, IPv4 or IPv6. */
export function lengthOf(range: string): number {
  return parsed(range).subnetMask;
}

function parsed(range: string): Address4 | Address6 {
  return range.includes(":") ? new Address6(range) : new Address4(range);
}
