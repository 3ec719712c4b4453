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

export function prefixLength(cidr: Cidr): number {
  return new Address4(cidr).subnetMask;
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return new Address4(inner).isInSubnet(new Address4(outer));
}

export function overlap(a: Cidr, b: Cidr): boolean {
  return contains(a, b) || contains(b, a);
}

/** Whether a range lies wholly in RFC 1918's or RFC 6598's private space. */
export function isPrivate(cidr: Cidr): boolean {
  return ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].some((range) =>
    contains(range, cidr),
  );
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

/** How many addresses of a subnet AWS hands out: it keeps the first four and the last. */
export function usableAddresses(subnet: Cidr): number {
  return 2 ** (32 - prefixLength(subnet)) - 5;
}

/** The `index`-th range of `length` bits inside `cidr`, counted from 0; undefined when it does not fit. */
export function subdivision(cidr: Cidr, length: number, index: number): Cidr | undefined {
  const blocks = Math.floor(2 ** (length - prefixLength(cidr)));
  if (index >= blocks) return undefined;
  const size = 1n << BigInt(32 - length);
  const first = new Address4(cidr).startAddress().bigInt() + BigInt(index) * size;
  return `${Address4.fromBigInt(first).correctForm()}/${length}`;
}

interface Span {
  readonly first: number;
  readonly last: number;
}

const spans = new Map<string, Span | undefined>();

/**
 * Whether an IPv4 range holds an address; a range of any other kind does not. What was parsed is remembered: a matrix of
 * a few hundred instances asks millions of times about the same few.
 */
export function holds(range: string, address: string): boolean {
  const [outer, inner] = [spanOf(range), spanOf(address)];
  return outer !== undefined && inner !== undefined && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether a text is one IPv4 address. */
export function isAddress(text: string): boolean {
  return !text.includes("/") && spanOf(text) !== undefined;
}

function spanOf(text: string): Span | undefined {
  if (!spans.has(text)) spans.set(text, parse(text));
  return spans.get(text);
}

function parse(text: string): Span | undefined {
  if (!Address4.isValid(text)) return undefined;
  const address = new Address4(text);
  return { first: Number(address.startAddress().bigInt()), last: Number(address.endAddress().bigInt()) };
}

/** Whether one of several IPv4 ranges holds a range, or is the same. */
export function isInsideAny(ranges: readonly Cidr[], range: Cidr): boolean {
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
