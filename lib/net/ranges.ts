import { Address4, Address6 } from "ip-address";

/** An IPv4 range as AWS writes it: `10.8.1.0/24`. */
export type Cidr = string;

/** What is wrong with a text that should be an IPv4 range without host bits; undefined when nothing is. */
export function cidrProblem(text: string): string | undefined {
  if (!/\/([12]?\d|3[0-2])$/.test(text) || !Address4.isValid(text)) {
    return Address4.isValid(text) && !text.includes("/")
      ? "has no prefix length; add one, such as /16 for a VPC or /32 for a single address"
      : 'is not an IPv4 range; write an address and a prefix length, like "10.8.0.0/16"';
  }
  const network = new Address4(text).networkForm();
  return network === text ? undefined : `has host bits set; write "${network}", the range that holds it`;
}

/** Of a range, IPv4 or IPv6. */
export function prefixLength(range: string): number {
  return parsed(range).subnetMask;
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return new Address4(inner).isInSubnet(new Address4(outer));
}

export function overlap(a: Cidr, b: Cidr): boolean {
  return contains(a, b) || contains(b, a);
}

/** What is left of a range when a part of it is taken out: the fewest ranges, in the order of their addresses. */
export function without(range: Cidr, part: Cidr): Cidr[] {
  if (!overlap(range, part)) return [range];
  if (contains(part, range)) return [];
  return [0, 1].flatMap((half) => without(subdivision(range, prefixLength(range) + 1, half)!, part));
}

/** Whether a range or address lies wholly in private space (RFC 1918, RFC 6598; of IPv6 RFC 4193). */
export function isPrivate(range: string): boolean {
  const spaces = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];
  return spaces.some((space) => holds(space, range));
}

/** Whether a range is of those that no network uses: this host, loopback, link-local, multicast, reserved (RFC 6890). */
export function isSpecial(cidr: Cidr): boolean {
  return ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"].some((range) => overlap(range, cidr));
}

/** Whether a range, IPv4 or IPv6, is the whole internet. */
export function isAnywhere(cidr: string): boolean {
  return (
    (Address4.isValid(cidr) && new Address4(cidr).subnetMask === 0) ||
    (Address6.isValid(cidr) && new Address6(cidr).subnetMask === 0)
  );
}

/** How many addresses of an IPv4 subnet AWS hands out: it keeps the first four and the last. */
export function usableAddresses(subnet: Cidr): number {
  return 2 ** (32 - prefixLength(subnet)) - 5;
}

/** The addresses of a subnet, IPv4 or IPv6, that AWS hands out, in order (VPC user guide, "Subnet CIDR blocks"). */
export function* handedOut(subnet: string): Generator<string, undefined> {
  const [first, last] = bounds(subnet);
  for (let number = first + 4n; number < last; number++) yield addressOf(number, subnet);
  return undefined;
}

/** The `index`-th range of `length` bits inside `range`, IPv4 or IPv6, counted from 0; undefined when it does not fit. */
export function subdivision(range: string, length: number, index: number): string | undefined {
  const bits = range.includes(":") ? 128 : 32;
  const blocks = Math.floor(2 ** (length - prefixLength(range)));
  const fits = Number.isInteger(length) && length <= bits && Number.isInteger(index);
  if (!fits || index < 0 || index >= blocks) return undefined;
  return `${addressAt(range, BigInt(index) << BigInt(bits - length))}/${length}`;
}

/** The last range of `length` bits inside an IPv4 range that overlaps none of others; undefined when there is none. */
export function lastFree(range: Cidr, length: number, taken: readonly Cidr[]): Cidr | undefined {
  for (let index = 2 ** (length - prefixLength(range)) - 1; index >= 0; index--) {
    const free = subdivision(range, length, index);
    if (free !== undefined && !taken.some((other) => overlap(other, free))) return free;
  }
  return undefined;
}

/** The `index`-th address of a range, IPv4 or IPv6, counted from 0; a negative one from its end, -1 being the last. */
export function addressAt(range: string, index: bigint): string {
  const [first, last] = bounds(range);
  return addressOf(index < 0n ? last + 1n + index : first + index, range);
}

function bounds(range: string): [first: bigint, last: bigint] {
  return [parsed(range).startAddress().bigInt(), parsed(range).endAddress().bigInt()];
}

function addressOf(number: bigint, range: string): string {
  const address = range.includes(":") ? Address6.fromBigInt(number) : Address4.fromBigInt(number);
  return address.correctForm();
}

function parsed(range: string): Address4 | Address6 {
  return range.includes(":") ? new Address6(range) : new Address4(range);
}

export type Family = "ipv4" | "ipv6";

interface Span {
  readonly family: Family;
  /** A number of IPv4, which is compared faster. */
  readonly first: number | bigint;
  readonly last: number | bigint;
}

const spans = new Map<string, Span | undefined>();

/**
 * Whether a range, IPv4 or IPv6, holds an address or a whole range; one of the other family, or what is neither, it does
 * not. What was parsed is remembered: a matrix of a few hundred instances asks millions of times about the same few.
 */
export function holds(range: string, address: string): boolean {
  const [outer, inner] = [spanOf(range), spanOf(address)];
  return (
    outer !== undefined &&
    inner !== undefined &&
    outer.family === inner.family &&
    outer.first <= inner.first &&
    inner.last <= outer.last
  );
}

/** The IPv4 address that the last 32 bits of an IPv6 one are (RFC 6052). */
export function embeddedIpv4(address: string): string {
  return addressAt("0.0.0.0/0", BigInt.asUintN(32, new Address6(address).bigInt()));
}

/** An address as it is written shortest: `2001:DB8::0:5` as `2001:db8::5`. */
export function normalized(address: string): string {
  return parsed(address).correctForm();
}

/** Whether a text is a range, IPv4 or IPv6, with its prefix length. */
export function isRange(text: string): boolean {
  return /\/\d+$/.test(text) && spanOf(text) !== undefined;
}

/** Of a text that is one address; undefined for any other. */
export function familyOf(text: string): Family | undefined {
  return text.includes("/") ? undefined : spanOf(text)?.family;
}

function spanOf(text: string): Span | undefined {
  if (!spans.has(text)) spans.set(text, parse(text));
  return spans.get(text);
}

function parse(text: string): Span | undefined {
  if (Address4.isValid(text)) {
    const address = new Address4(text);
    const [first, last] = [address.startAddress(), address.endAddress()].map((one) => Number(one.bigInt()));
    return { family: "ipv4", first: first!, last: last! };
  }
  if (!Address6.isValid(text)) return undefined;
  const address = new Address6(text);
  return { family: "ipv6", first: address.startAddress().bigInt(), last: address.endAddress().bigInt() };
}

/** Whether one of several ranges, IPv4 or IPv6, holds a range, or is the same. */
export function isInsideAny(ranges: readonly string[], range: string): boolean {
  return ranges.some((outer) => holds(outer, range));
}

/** How many addresses IPv4 ranges hold together, where what lies in several counts once. */
export function addressesIn(cidrs: readonly Cidr[]): number {
  const ranges = cidrs
    .map((cidr) => new Address4(cidr))
    .map((range) => ({ first: range.startAddress().bigInt(), last: range.endAddress().bigInt() }))
    .sort((a, b) => (a.first < b.first ? -1 : 1));
  let counted = -1n;
  let sum = 0n;
  for (const { first, last } of ranges) {
    if (last <= counted) continue;
    sum += last - (first > counted ? first - 1n : counted);
    counted = last;
  }
  return Number(sum);
}
