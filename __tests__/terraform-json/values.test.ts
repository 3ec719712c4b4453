import fc from "fast-check";
import { parseReference, parseTemplate } from "../../lib/terraform-json/values";

test("a string is split into its text and its expressions", () => {
  expect(parseTemplate("a ${ x.y }-${x.z}!")).toEqual([
    "a ",
    { expression: "x.y" },
    "-",
    { expression: "x.z" },
    "!",
  ]);
  expect(parseTemplate("${x.y}")).toEqual([{ expression: "x.y" }]);
  expect(parseTemplate("100% of $HOME {}")).toEqual(["100% of $HOME {}"]);
});

test("escaped interpolations and directives are text", () => {
  expect(parseTemplate("$${HOME} %%{if} ${x.y}")!.join("|")).toBe(
    "|${|HOME} |%{|if} |[object Object]".slice(1),
  );
});

test("an expression ends with its own brace, not with one in quotes or further in", () => {
  expect(parseTemplate('${ { "}" = "\\"}" } }.')).toEqual([{ expression: '{ "}" = "\\"}" }' }, "."]);
});

test("a directive has no parts", () => {
  expect(parseTemplate("a %{ if x }b%{ endif }")).toBeUndefined();
});

test("text without a dollar or a percent sign stays as it is", () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => text !== "" && !/[$%]/.test(text)),
      (text) => expect(parseTemplate(text)).toEqual([text]),
    ),
    { numRuns: 50 },
  );
});

test.each([
  ["aws_vpc.main.id", ["aws_vpc", "main", "id"]],
  [
    "data.terraform_remote_state.a-b.outputs.c-d",
    ["data", "terraform_remote_state", "a-b", "outputs", "c-d"],
  ],
  ['local.ids["eu central"][0].x.1', ["local", "ids", "eu central", "0", "x", "1"]],
])("%s is a reference", (expression, steps) => {
  expect(parseReference(expression)).toEqual(steps);
});

test.each([
  "x",
  "f(x.y)",
  "x.y + 1",
  "x.*.id",
  "x[*].id",
  "!x.y",
  "x.y ? 1 : 2",
  'x["${y}"]("a")',
  "1.5",
  '"x"',
  "",
])("%s is none", (expression) => {
  expect(parseReference(expression)).toBeUndefined();
});
