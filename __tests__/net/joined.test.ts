import { holds, joined, lengthOf } from "../../lib/net/joined";

it.each<[string[], string[]]>([
  [[], []],
  [["0.0.0.0/1", "128.0.0.0/1"], ["0.0.0.0/0"]],
  [["::/1", "8000::/1"], ["::/0"]],
  [["10.0.0.0/9", "10.128.0.0/10", "10.192.0.0/10"], ["10.0.0.0/8"]],
  [["10.0.0.0/8", "10.8.0.0/16", "10.0.0.0/8"], ["10.0.0.0/8"]],
  // Beside each other, but not the halves of one.
  [
    ["11.0.0.0/8", "12.0.0.0/8"],
    ["11.0.0.0/8", "12.0.0.0/8"],
  ],
  [
    ["0.0.0.0/1", "8000::/1"],
    ["0.0.0.0/1", "8000::/1"],
  ],
])("ranges %j are %j together", (ranges, expected) => {
  expect(joined(ranges).sort()).toEqual(expected);
});

it("a range holds itself and what lies in it, of its own version alone", () => {
  expect(holds("10.0.0.0/8", "10.8.0.0/16")).toBe(true);
  expect(holds("10.8.0.0/16", "10.0.0.0/8")).toBe(false);
  expect(holds("::/0", "10.0.0.0/8")).toBe(false);
  expect([lengthOf("10.0.0.0/8"), lengthOf("2001:db8::/32")]).toEqual([8, 32]);
});
