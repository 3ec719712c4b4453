import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { refreshed } from "./document";

const FILE = join(__dirname, "../../docs/article.md");

describe("docs/article.md", () => {
  const committed = readFileSync(FILE, "utf8");

  if (process.env["UPDATE_DOCS"] === "1" && process.env["CI"] !== "true") {
    writeFileSync(FILE, refreshed(committed));
  }

  it("says what the table says; npm run docs:article refreshes it", () => {
    expect(readFileSync(FILE, "utf8")).toBe(refreshed(committed));
  });

  it("is refused without the marks of its generated part", () => {
    expect(() => refreshed("# No marks\n")).toThrow("has lost the marks");
  });
});
