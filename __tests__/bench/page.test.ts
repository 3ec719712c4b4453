import { markdownTable, withResults } from "../../bench/page";

describe("the page", () => {
  const page = "# Before\n\n<!-- bench:synth begin -->\nold\n<!-- bench:synth end -->\n\nAfter\n";

  test("keeps what is outside the markers, however often it is written", () => {
    const once = withResults(page, "bench:synth", ["new"]);
    expect(once).toBe("# Before\n\n<!-- bench:synth begin -->\n\nnew\n\n<!-- bench:synth end -->\n\nAfter\n");
    expect(withResults(once, "bench:synth", ["new"])).toBe(once);
  });

  test("without its markers, or with them in the wrong order, is refused", () => {
    expect(() => withResults("# Before\n", "bench:synth", ["new"])).toThrow("bench:synth begin");
    expect(() =>
      withResults("<!-- bench:synth end --><!-- bench:synth begin -->", "bench:synth", ["new"]),
    ).toThrow("after it");
  });
});

test("a Markdown table has as many cells in every line", () => {
  const lines = markdownTable([
    ["", "median", "memory", "aim"],
    ["the app", "0.700 s", "150 MB", ""],
  ]).split("\n");
  expect(lines.map((line) => line.split("|").length)).toEqual([6, 6, 6]);
  expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
});
