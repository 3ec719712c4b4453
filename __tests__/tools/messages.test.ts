import fc from "fast-check";
import { nearest, npmCommand, shown } from "../../lib/tools/messages";

describe("a value in a message", () => {
  test.each([
    ["cdktf.out", '"cdktf.out"'],
    ["", '""'],
    ["a\nb\t\u001b[31m", '"a\\nb\\t\\u001b[31m"'],
    ["left\u202eright\u200b", '"left\\u202eright\\u200b"'],
    ["\u0085\u2028", '"\\u0085\\u2028"'],
    ["Größe 日本", '"Größe 日本"'],
    ["ghp_abc", "(7 characters that may be a secret)"],
    ["https://me:hunter2@example.com", "(30 characters that may be a secret)"],
    ["x".repeat(100_000), `"${"x".repeat(57)}..."`],
  ])("%j is %s", (value, message) => {
    expect(shown(value)).toBe(message);
  });

  test("is one short line of printable characters, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (value) => {
        expect(shown(value)).toMatch(/^["(][^\p{C}\p{Zl}\p{Zp}]*[")]$/u);
        expect(shown(value).length).toBeLessThan(500);
      }),
    );
  });
});

describe("what was meant", () => {
  const KNOWN = ["vpcCidr", "zones", "privateInstances", "instanceType", "endpoints"];

  it.each([
    ["vpccidr", "vpcCidr"],
    ["VPCCIDR", "vpcCidr"],
    ["vpcCider", "vpcCidr"],
    ["zone", "zones"],
    ["instance_type", "instanceType"],
    ["Endpoint", "endpoints"],
    ["instances", "privateInstances"],
  ])("%s is taken to mean %s", (given, meant) => expect(nearest(given, KNOWN)).toBe(meant));

  it.each(["", "x", "ip", "colour", "subnets"])('nothing is meant by "%s"', (given) =>
    expect(nearest(given, KNOWN)).toBeUndefined(),
  );
});

describe("a command to paste", () => {
  const given = process.env["ENVIRONMENT"];
  afterEach(() => {
    if (given === undefined) delete process.env["ENVIRONMENT"];
    else process.env["ENVIRONMENT"] = given;
  });

  test("is for the environment that this one was started for", () => {
    process.env["ENVIRONMENT"] = "production";
    expect(npmCommand("plan")).toBe("ENVIRONMENT=production npm run plan");
    expect(npmCommand("migrate", ["--check"])).toBe("ENVIRONMENT=production npm run migrate -- --check");
  });

  test.each([undefined, ""])("names none where none is chosen: %p", (environment) => {
    if (environment === undefined) delete process.env["ENVIRONMENT"];
    else process.env["ENVIRONMENT"] = environment;
    expect(npmCommand("apply")).toBe("npm run apply");
  });
});
