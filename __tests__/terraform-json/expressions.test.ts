import { literal, parseCall } from "../../lib/terraform-json/expressions";

const READER = {
  evaluate: (expression: string): unknown => literal(expression, READER)?.value ?? `<${expression}>`,
  fill: (template: string) => template,
};

test("a call is its name and its arguments", () => {
  expect(parseCall('try(local.a["b"].c, x.y)')).toEqual({ name: "try", given: ['local.a["b"].c', "x.y"] });
  expect(parseCall('f({"a" = [1, 2], "b" = g(3, 4)}, "x, )")')).toEqual({
    name: "f",
    given: ['{"a" = [1, 2], "b" = g(3, 4)}', '"x, )"'],
  });
});

test.each(["x.y", '"f(x)"', "f(x) + g(y)", "[f(x)]", "f(x)[0]"])("%s is no call", (expression) => {
  expect(parseCall(expression)).toBeUndefined();
});

test.each<[string, unknown]>([
  ["300", 300],
  ["true", true],
  ['"nat-b"', "nat-b"],
  ['"a \\"quoted\\" \\\\ text\\n\\u0041"', 'a "quoted" \\ text\nA'],
  ["[]", []],
  ['[x.y, "z", ["1"]]', ["<x.y>", "z", ["1"]]],
  ["{}", {}],
  [
    '{"event" = "lost", host = x.y, "of" : {"a, }" = [1, 2]}}',
    { event: "lost", host: "<x.y>", of: { "a, }": [1, 2] } },
  ],
])("%s is a literal", (expression, value) => {
  expect(literal(expression, READER)).toEqual({ value });
});

test("null is one too, and has a value", () => {
  expect(literal("null", READER)).toEqual({ value: null });
});

test.each([
  "x.y",
  '"a" == "b"',
  "[for each in x : each]",
  "{ for name, each in x : name => each }",
  '{"${x.y}" = 1}',
  "{(x.y) = 1}",
  '{"a" == "b"}',
  "[1] + [2]",
])("%s is none", (expression) => {
  expect(literal(expression, READER)).toBeUndefined();
});
