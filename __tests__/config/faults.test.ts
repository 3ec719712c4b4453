import { EnvironmentError, formatPath } from "../../lib/config/faults";

const lineFor = (value: unknown) =>
  new EnvironmentError("a.ts", [{ path: "field", value, message: "is wrong" }]).message;

describe("the line of a fault", () => {
  it("names the file, the field, the value and what to do", () => {
    const faults = [
      { path: "zones[1].name", value: "b", message: "is listed twice; name each zone once" },
      { path: "ssh", message: "needs a key" },
    ];
    expect(new EnvironmentError("a.ts", faults).message).toBe(
      'a.ts: zones[1].name: "b" is listed twice; name each zone once\na.ts: ssh: needs a key',
    );
  });

  it.each([
    ['""', ""],
    ['"a\\nb\\u001b[31m"', "a\nb\u001b[31m"],
    ["null", null],
    ["NaN", NaN],
    ["5n", 5n],
    ["Symbol(x)", Symbol("x")],
    ["{ a: [ 1, { b: 'c' } ] }", { a: [1, { b: "c" }] }],
  ])("shows %s as TypeScript writes it", (shown, value) => {
    expect(lineFor(value)).toBe(`a.ts: field: ${shown} is wrong`);
  });

  it("is one line for values that are not", () => {
    const cyclic: Record<string, unknown> = {};
    cyclic["self"] = cyclic;
    const deep = { a: { b: { c: { d: Array.from({ length: 200 }, (_, index) => ({ index })) } } } };
    [cyclic, deep, new Error("x"), () => [1, 2]].forEach((value) =>
      expect(lineFor(value)).not.toContain("\n"),
    );
  });

  it("cuts a long value short", () => {
    expect(lineFor("x".repeat(100))).toBe(`a.ts: field: "${"x".repeat(56)}... is wrong`);
  });
});

describe("a field's path", () => {
  it.each([
    [[], "environment"],
    [["zones", 1, "name"], "zones[1].name"],
    [["tags", "cost:centre"], 'tags["cost:centre"]'],
    [["exceptions", "backend.encrypt"], 'exceptions["backend.encrypt"]'],
    [["tags", "a\nb"], 'tags["a\\nb"]'],
    [["tags", ""], 'tags[""]'],
  ])("%j is written %s", (path, text) => expect(formatPath(path)).toBe(text));
});
