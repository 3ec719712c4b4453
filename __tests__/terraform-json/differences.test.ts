import { UNKNOWN, differences, overlap } from "../../lib/terraform-json/differences";

const between = (before: unknown, after: unknown) => differences({ value: before }, { value: after });

describe("two values differ", () => {
  test("at the place inside them, and are shown there alone", () => {
    const disk = { volume_type: "gp3", iops: 3000, throughput: 125, tags: { Name: "x".repeat(100) } };
    const before = { ami: "ami-1", root_block_device: [disk] };
    const after = { ami: "ami-1", root_block_device: [{ ...disk, iops: 4000 }] };
    expect(between(before, after)).toEqual([
      { name: "root_block_device[0].iops", before: "3000", after: "4000" },
    ]);
  });

  test("not by what is empty or absent", () => {
    const nothing = { a: null, b: "", c: [], d: {}, e: [{ f: null, g: "x" }] };
    expect(between(nothing, { a: [], b: null, c: {}, d: "", e: [{ g: "x", h: "" }] })).toEqual([]);
    expect(between(nothing, { e: [{ g: "x" }] })).toEqual([]);
    expect(between({ a: false, b: 0 }, {})).toEqual([
      { name: "a", before: "false", after: "null" },
      { name: "b", before: "0", after: "null" },
    ]);
  });

  test("by an element of a set, wherever it stands", () => {
    expect(between({ cidr_blocks: ["a", "b", "c"] }, { cidr_blocks: ["c", "a", "d"] })).toEqual([
      { name: "cidr_blocks", before: '["b"]', after: '["d"]' },
    ]);
    const [one, two, three] = [{ port: 1 }, { port: 2 }, { port: 3 }];
    expect(between({ rule: [one, two] }, { rule: [two, three] })).toEqual([
      { name: "rule[0].port", before: "1", after: "3" },
    ]);
    expect(between({ rule: [one] }, { rule: [one, two, three] })).toEqual([
      { name: "rule", before: "[]", after: '[{"port":2},{"port":3}]' },
    ]);
  });

  test("by the order or number of the same elements", () => {
    expect(between({ names: ["a", "b"] }, { names: ["b", "a"] })).toEqual([
      { name: "names", before: '["a","b"]', after: '["b","a"]' },
    ]);
    expect(between({ names: ["a"] }, { names: ["a", "a"] })).toHaveLength(1);
  });

  test("in long texts, which are shown around the first difference", () => {
    const text = (middle: string) => `${"x".repeat(500)}${middle}${"y".repeat(500)}`;
    const [difference] = between({ policy: text("old") }, { policy: text("new") });
    expect(difference!.before).toMatch(/^…x{20}oldy+…$/);
    expect(difference!.after).toMatch(/^…x{20}newy+…$/);
    expect(difference!.after.length).toBeLessThanOrEqual(80);
    const [longer] = between({ policy: "z".repeat(100) }, { policy: "z".repeat(101) });
    expect(longer!.before).not.toBe(longer!.after);
  });

  test("by their tags as AWS has them, whoever sets them", () => {
    const before = { tags: { Team: "net" }, tags_all: { Team: "net", Owner: "a" } };
    expect(between(before, { tags: {}, tags_all: { Team: "net", Owner: "a" } })).toEqual([]);
    expect(between(before, { tags: { Team: "net" }, tags_all: { Team: "net", Owner: "b" } })).toEqual([
      { name: "tags.Owner", before: '"a"', after: '"b"' },
    ]);
    const disk = (tags: object, all: object) => ({ root_block_device: [{ tags, tags_all: all }] });
    expect(between(disk({}, { Team: "net" }), disk({ Team: "net" }, { Team: "net" }))).toEqual([]);
    expect(between({ tags: { a: "1" } }, { tags: { a: "2" } })).toHaveLength(1);
  });

  test("where something is known after the apply only, also inside", () => {
    const after = {
      value: { id: undefined, block: [{ a: 1 }] },
      unknown: { id: true, block: [{ b: true }] },
    };
    expect(differences({ value: { id: "i-1", block: [{ a: 1, b: 2 }] } }, after)).toEqual([
      { name: "id", before: '"i-1"', after: UNKNOWN },
      { name: "block[0].b", before: "2", after: UNKNOWN },
    ]);
  });

  test("without showing what is sensitive, on either side and inside", () => {
    const before = { value: { a: "secret-1", b: [{ c: "secret-2" }], d: ["secret-3"] } };
    const marks = { a: true, b: [{ c: true }], d: [true] };
    const after = { value: { a: "secret-4", b: [{ c: "secret-5" }], d: ["secret-6", "x"] } };
    const found = differences({ ...before, sensitive: marks }, { ...after, sensitive: marks });
    expect(found.map(({ name }) => name)).toEqual(["a", "b[0].c", "d"]);
    expect(JSON.stringify(found)).not.toContain("secret");
    expect(found[0]).toEqual({ name: "a", before: "(sensitive)", after: "(sensitive)" });
  });
});

test.each<[string, string, boolean]>([
  ["tags", "tags", true],
  ["tags.Name", "tags", true],
  ["rule", "rule[0].port", true],
  ["tags_all", "tags", false],
  ["rule[1]", "rule[10]", false],
  ["a.b", "a.c", false],
])("%s and %s are one place or one inside the other: %s", (one, other, expected) => {
  expect([overlap(one, other), overlap(other, one)]).toEqual([expected, expected]);
});
