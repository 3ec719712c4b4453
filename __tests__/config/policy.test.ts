import { linesWith } from "./lines";

const GOOD = { rule: "no-open-ingress", resource: "web/aws_security_group.web", reason: "a public site" };

/** The lines about the good exception with changes to it. */
const linesOf = (changes: object) => linesWith({ policyExceptions: [{ ...GOOD, ...changes }] });

test("an exception names a rule, a resource and a reason", () => {
  expect(linesOf({})).toEqual([]);
  expect(linesOf({ resource: "nat-instance/aws_instance.nat_b" })).toEqual([]);
});

test("of a rule that there is not it is refused, with those there are", () => {
  expect(linesOf({ rule: "no-ingress" })).toEqual([
    expect.stringMatching(
      /^policyExceptions\[0\]\.rule: "no-ingress" must be "no-open-ingress" or "imdsv2-required" or .*"no-route-of-others-destroyed"$/,
    ),
  ]);
});

test.each(["aws_instance.nat_b", "nat-instance", "nat-instance/*", ""])(
  "for the resource %p it is refused",
  (resource) => {
    expect(linesOf({ resource })).toEqual([
      `policyExceptions[0].resource: "${resource}" is no resource; write its stack and address, like ` +
        '"private-instances/aws_instance.private_0"',
    ]);
  },
);

test("with a reason that does not print it is refused", () => {
  expect(linesOf({ reason: "a\u001b[2J" })).toEqual([
    'policyExceptions[0].reason: "a\\u001b[2J" has signs that do not print; write why on one line',
  ]);
});

test("without a reason it is refused", () => {
  expect(linesOf({ reason: " " })).toEqual(['policyExceptions[0].reason: " " is empty; write why']);
  expect(linesOf({ reason: undefined })).toEqual([
    'policyExceptions[0].reason: is missing; write one, such as "why it may"',
  ]);
});

test("an expectation names each host once that is gone", () => {
  const expected = (without: unknown) => ({ from: "private-0", to: "internet", reachable: true, without });
  expect(linesWith({ expect: [expected(["nat-b"])] })).toEqual([]);
  expect(linesWith({ expect: [expected(["nat-b", "nat-b"])] })).toEqual([
    'expect[0].without[1]: "nat-b" is listed twice; name each once',
  ]);
  expect(linesWith({ expect: [expected("nat-b")] })).toEqual([
    expect.stringMatching(/^expect\[0\]\.without: "nat-b" /),
  ]);
});
