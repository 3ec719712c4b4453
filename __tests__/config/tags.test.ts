import { testEnvironment } from "../support/synthesize";
import { linesWith, refuses } from "./lines";

describe("a tag is refused that", () => {
  refuses([
    ['tags.Name: "x" is a tag that the stacks set themselves; choose another key', { tags: { Name: "x" } }],
    // To IAM, whose roles are tagged too, it is the key of the project's own tag.
    [
      'tags.environment: "x" is a tag that the stacks set themselves; choose another key',
      { tags: { environment: "x" } },
    ],
    [
      'tags.owner: "b" is the same key as "Owner" to IAM, which ignores case; keep one',
      { tags: { Owner: "a", owner: "b" } },
    ],
    [
      'tags["aws:x"]: "y" has a key that starts with aws:, which is AWS\'s own; choose another',
      { tags: { "aws:x": "y" } },
    ],
    [
      'tags["AWS:x"]: "y" has a key that starts with aws:, which is AWS\'s own; choose another',
      { tags: { "AWS:x": "y" } },
    ],
    ['tags[""]: "x" has an empty key; give it one', { tags: { "": "x" } }],
    [
      `tags["${"k".repeat(56)}…" (129 characters)]: "x" has a key of 129 characters; AWS takes 128`,
      { tags: { ["k".repeat(129)]: "x" } },
    ],
    [
      `tags.a: "${"v".repeat(56)}…" (257 characters) has a value of 257 characters; AWS takes 256`,
      { tags: { a: "v".repeat(257) } },
    ],
    [
      'tags["a#b"]: "x" has a key that AWS refuses; write letters, digits, spaces and _.:/=+-@',
      { tags: { "a#b": "x" } },
    ],
    [
      'tags["a\\nb"]: "x" has a key that AWS refuses; write letters, digits, spaces and _.:/=+-@',
      { tags: { "a\nb": "x" } },
    ],
    [
      'tags.a: "x, y" has a value that AWS refuses; write letters, digits, spaces and _.:/=+-@',
      { tags: { a: "x, y" } },
    ],
    // Terraform would expand it.
    [
      'tags.a: "${x}" has a value that AWS refuses; write letters, digits, spaces and _.:/=+-@',
      { tags: { a: "${x}" } },
    ],
  ]);
});

it("as many tags as AWS takes beside the project's own are given on", () => {
  const tags = Object.fromEntries(Array.from({ length: 46 }, (_, index) => [`key ${index}`, `${index}`]));
  expect(testEnvironment({ tags }).tags).toEqual(tags);
  expect(linesWith({ tags: { ...tags, more: "x" } })).toEqual([
    "tags: has 47 tags; AWS takes 50 a resource and the stacks set 4, so name at most 46",
  ]);
});

it("letters of any script, digits, spaces and the signs that AWS takes pass", () => {
  const tags = {
    "Kostenstelle für Ärger": "平台 2",
    "a_b.c:d/e=f+g-h@i": "",
    ["k".repeat(128)]: "v".repeat(256),
  };
  expect(testEnvironment({ tags }).tags).toEqual(tags);
});
