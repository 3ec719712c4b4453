import {
  addressAt,
  addressesIn,
  cidrProblem,
  contains,
  familyOf,
  holds,
  isAnywhere,
  isInsideAny,
  isPrivate,
  isSpecial,
  overlap,
  prefixLength,
  subdivision,
  usableAddresses,
  without,
} from "../../lib/net/ranges";

it("a range is without problem when it is written as AWS writes it", () => {
  expect(["10.8.0.0/16", "203.0.113.7/32", "0.0.0.0/0"].map(cidrProblem)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(cidrProblem("10.8.1.7/24")).toBe('has host bits set; write "10.8.1.0/24", the range that holds it');
  expect(cidrProblem("10.8.1.0/024")).toMatch(/^is not an IPv4 range;/);
  expect(cidrProblem("10.8.1.0")).toMatch(/^has no prefix length;/);
});

it("a range contains itself and what lies in it, not what is larger or beside it", () => {
  const inside = ["10.8.0.0/16", "10.8.255.0/24", "10.8.255.255/32"];
  const outside = ["10.0.0.0/8", "10.9.0.0/24", "10.7.255.0/24", "0.0.0.0/0"];
  expect([...inside, ...outside].filter((cidr) => contains("10.8.0.0/16", cidr))).toEqual(inside);
});

it("ranges overlap when either contains the other", () => {
  expect(overlap("10.8.0.0/16", "10.8.3.0/24")).toBe(true);
  expect(overlap("10.8.3.0/24", "10.8.0.0/16")).toBe(true);
  expect(overlap("10.8.3.0/24", "10.8.4.0/24")).toBe(false);
});

it.each([
  ["10.8.0.0/22", "10.8.2.0/24", ["10.8.0.0/23", "10.8.3.0/24"]],
  ["10.8.0.0/22", "10.8.0.0/22", []],
  ["10.8.0.0/22", "10.0.0.0/8", []],
  ["100.64.0.0/16", "10.8.2.0/24", ["100.64.0.0/16"]],
])("%s without %s is %j", (range, part, left) => {
  expect(without(range, part)).toEqual(left);
});

it("a range is private only when all of it is", () => {
  const cidrs = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "172.16.0.0/11",
    "0.0.0.0/0",
  ];
  expect(cidrs.filter(isPrivate)).toEqual(cidrs.slice(0, 4));
});

it("a range is special as soon as a part of it is", () => {
  const cidrs = [
    "0.0.0.0/0",
    "126.0.0.0/7",
    "169.254.169.254/32",
    "255.255.255.255/32",
    "1.0.0.0/8",
    "10.0.0.0/8",
  ];
  expect(cidrs.filter(isSpecial)).toEqual(cidrs.slice(0, 4));
});

it("the whole internet is known in every spelling", () => {
  const spellings = ["0.0.0.0/0", "0.0.0.0/00", "203.0.113.7/0", "::/0", "0::0/0", "2001:db8::/0"];
  const others = ["0.0.0.0/1", "0.0.0.0", "::", "::/1", "", "anywhere"];
  expect([...spellings, ...others].filter(isAnywhere)).toEqual(spellings);
});

it("a prefix length tells how many addresses AWS leaves", () => {
  expect(prefixLength("10.8.0.0/24")).toBe(24);
  expect([28, 24, 16].map((length) => usableAddresses(`10.8.0.0/${length}`))).toEqual([11, 251, 65531]);
});

describe("a subdivision", () => {
  it.each([
    ["10.8.0.0/16", 24, 0, "10.8.0.0/24"],
    ["10.8.0.0/16", 24, 255, "10.8.255.0/24"],
    ["10.8.7.128/25", 28, 7, "10.8.7.240/28"],
    ["255.255.0.0/16", 24, 255, "255.255.255.0/24"],
    ["10.8.0.0/24", 24, 0, "10.8.0.0/24"],
  ])("of %s into /%i has as number %i %s", (cidr, length, index, expected) => {
    expect(subdivision(cidr, length, index)).toBe(expected);
  });

  it.each([
    ["10.8.0.0/16", 24, 256],
    ["10.8.0.0/24", 24, 1],
    ["10.8.0.0/24", 23, 0],
  ])("of %s into /%i has no number %i", (cidr, length, index) => {
    expect(subdivision(cidr, length, index)).toBeUndefined();
  });
});

it("ranges hold together what each holds, and what several hold once", () => {
  expect(addressesIn([])).toBe(0);
  expect(addressesIn(["203.0.113.7/32", "203.0.113.7/32"])).toBe(1);
  expect(addressesIn(["10.0.0.0/8", "10.1.0.0/16", "11.0.0.0/8"])).toBe(2 ** 25);
  expect(addressesIn(["128.0.0.0/1", "0.0.0.0/1"])).toBe(2 ** 32);
  expect(addressesIn(["10.1.0.0/16", "10.0.0.0/8"])).toBe(2 ** 24);
});

it("a range holds an address, the same one when it is asked again, and none of another kind", () => {
  const asked = () => [
    holds("10.8.0.0/16", "10.8.255.255"),
    holds("10.8.0.0/16", "10.9.0.0"),
    holds("0.0.0.0/0", "255.255.255.255"),
    holds("2001:db8::/32", "10.8.0.1"),
    holds("pl-63a5400a", "10.8.0.1"),
    holds("10.8.0.0/16", "internet"),
  ];
  expect(asked()).toEqual([true, false, true, false, false, false]);
  expect(asked()).toEqual([true, false, true, false, false, false]);
  expect(isInsideAny(["10.8.0.0/16", "100.64.0.0/16"], "100.64.1.0/24")).toBe(true);
  expect(isInsideAny(["10.8.0.0/16"], "10.0.0.0/8")).toBe(false);
});

it("an address is one alone, without a prefix length, of one of the two families", () => {
  const texts = ["10.8.0.1", "10.8.0.1/32", "10.8.0", "internet", "::1", "2001:db8::/32"];
  expect(texts.map(familyOf)).toEqual(["ipv4", undefined, undefined, undefined, "ipv6", undefined]);
});

it("a range of IPv6 holds itself and what lies in it, of its own family alone", () => {
  expect(holds("2001:db8::/56", "2001:db8:0:ff::7")).toBe(true);
  expect(holds("2001:db8::/56", "2001:db8:0:100::7")).toBe(false);
  expect(holds("2001:db8:0:1::/64", "2001:db8::/56")).toBe(false);
  expect([holds("::/0", "10.0.0.0/8"), holds("0.0.0.0/0", "::1")]).toEqual([false, false]);
  expect([prefixLength("10.0.0.0/8"), prefixLength("2001:db8::/32")]).toEqual([8, 32]);
});

it("a range of IPv6 is divided as one of IPv4 is", () => {
  expect(subdivision("2001:db8:0:a00::/56", 64, 2)).toBe("2001:db8:0:a02::/64");
  expect(subdivision("2001:db8::/32", 56, 2 ** 24 - 1)).toBe("2001:db8:ffff:ff00::/56");
  expect(subdivision("2001:db8::/56", 64, 256)).toBeUndefined();
  expect(subdivision("2001:db8::/56", 129, 0)).toBeUndefined();
});

it("a range's addresses are counted from its first, and from its last", () => {
  expect([addressAt("10.8.1.0/24", 4n), addressAt("10.8.1.0/24", -1n)]).toEqual(["10.8.1.4", "10.8.1.255"]);
  expect(addressAt("2001:db8::/64", 4n)).toBe("2001:db8::4");
  expect(addressAt("2001:db8::/64", -2n)).toBe("2001:db8::ffff:ffff:ffff:fffe");
});
