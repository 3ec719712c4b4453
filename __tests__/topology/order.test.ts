import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { readTopology } from "../../lib/topology";
import { cdktfOut, written } from "./written";

jest.setTimeout(60_000);

const REVIEW = join(__dirname, "../../review/production");
const stacks: Record<string, object> = Object.fromEntries(
  readdirSync(REVIEW).map((file) => [
    file.split(".")[0]!,
    JSON.parse(readFileSync(join(REVIEW, file), "utf8")),
  ]),
);
const fixtures = ["single-stack", "nat-gateways", "two-vpcs", "network-interfaces"];

/** The same JSON with the keys of every object in an order that the numbers decide. */
function shuffled(value: unknown, numbers: readonly number[]): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, numbers));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item], index) => ({ key, item, rank: numbers[(index + key.length) % numbers.length]! }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ key, item }) => [key, shuffled(item, numbers)]),
  );
}

const numbers = fc.array(fc.nat(), { minLength: 20, maxLength: 30 });

test("the order of stacks, resources and arguments changes nothing", () => {
  const expected = JSON.stringify(readTopology(written(cdktfOut(stacks))));
  fc.assert(
    fc.property(numbers, (order) => {
      const files = cdktfOut(shuffled(stacks, order) as Record<string, object>);
      expect(JSON.stringify(readTopology(written(files)))).toBe(expected);
    }),
    { numRuns: 25 },
  );
});

test.each(fixtures)("nor in %s", (fixture) => {
  const content = JSON.parse(
    readFileSync(join(__dirname, "fixtures", fixture, "main.tf.json"), "utf8"),
  ) as object;
  const expected = JSON.stringify(readTopology(written({ "main.tf.json": content })));
  fc.assert(
    fc.property(numbers, (order) => {
      const files = { "main.tf.json": shuffled(content, order) };
      expect(JSON.stringify(readTopology(written(files)))).toBe(expected);
    }),
    { numRuns: 25 },
  );
});
