import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../support/script";
import { ROWS, estimateOf, refreshed } from "./ways-out";

const FILE = join(PROJECT, "docs/ways-out.md");

describe("docs/ways-out.md", () => {
  const committed = readFileSync(FILE, "utf8");

  if (process.env["UPDATE_DOCS"] === "1" && process.env["CI"] !== "true") {
    writeFileSync(FILE, refreshed(committed));
  }

  test("has the prices and the picture that the code computes; npm run docs:ways-out refreshes it", () => {
    expect(readFileSync(FILE, "utf8")).toBe(refreshed(committed));
  });

  test("has in its table what the command below it prints in one", () => {
    const printed = new Map(
      estimateOf({ nat: { placement: "per-zone" } }, 1000).variants.map((each) => [
        each.name,
        each.wayOutUsd,
      ]),
    );
    const found = ROWS.filter(({ words }) => !/standby|alone|^none/.test(words)).map(({ fields }) => {
      const [asIs] = estimateOf(fields, 1000).variants;
      return [asIs.name, asIs.wayOutUsd] as const;
    });
    expect(found.length).toBe(8);
    for (const [name, usd] of found)
      expect([name, printed.get(name)]).toEqual([name, expect.closeTo(usd, 6)]);
  });

  test("is refused without the marks of its generated parts", () => {
    expect(() => refreshed("# No marks\n")).toThrow("has lost the mark");
  });
});
