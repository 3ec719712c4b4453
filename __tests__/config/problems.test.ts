import { EnvironmentError, formatPath } from "../../lib/config/problems";

const lineFor = (value: unknown) =>
  new EnvironmentError("a.ts", [{ path: "field", value, message: "is wrong" }]).message;

describe("the line of a problem", () => {
  it("names the file, the field, the value and what to do", () => {
    const problems = [
      { path: "zones[1].name", value: "b", message: "is listed twice; name each zone once" },
      { path: "ssh", message: "needs a key" },
    ];
    expect(new EnvironmentError("a.ts", problems).message).toBe(
      'a.ts: zones[1].name: "b" is listed twice; name each zone once\na.ts: ssh: needs a key',
    );
  });

  it.each([
    ['""', ""],
    ['"a\\nb\\u001b[31m"', "a\nb\u001b[31m"],
    ["null", null],
    ["NaN", NaN],
    ["5n", 5n],
    ["-0", -0],
    ["{}", {}],
    ["[]", []],
    ["a list of 3", [1, 2, 3]],
    ["an object", { a: [1, { b: "c" }] }],
    ["a symbol", Symbol("x")],
    ["a Map", new Map([["a", 1]])],
    ["a proxy", new Proxy({}, {})],
    ["a huge whole number", 10n ** 100_000n],
  ])("shows %s for a value", (shown, value) => {
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

  it("runs nothing of the value", () => {
    const run = () => {
      throw new Error("was run");
    };
    const hostile = Object.defineProperties(
      {
        toString: run,
        toJSON: run,
        [Symbol.toPrimitive]: run,
        [Symbol.for("nodejs.util.inspect.custom")]: run,
      },
      { name: { get: run, enumerable: true }, [Symbol.toStringTag]: { get: run }, constructor: { get: run } },
    );
    const handler = new Proxy({}, { get: () => run });
    [hostile, new Proxy({}, handler), new Proxy([], handler)].forEach((value) =>
      expect(lineFor(value)).toMatch(/^a.ts: field: (an object|a proxy) is wrong$/),
    );
  });

  it("prints as it stands: no control sign, no mark that turns the text around, no end of a line", () => {
    const signs = "\u0000\u001b\u007f\u009b\u00ad\u061c\u200b\u200f\u2028\u202e\u2066\ufeff\ud800\u{e0041}";
    const problem = { path: ["tags", signs], value: signs, message: `is wrong: ${signs}` };
    const { message } = new EnvironmentError(`a${signs}.ts`, [problem]);
    expect(message).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  it("shows no key, token or password, wherever it stands", () => {
    const secret = "MHcCAQEEIKx7Qm2Zp0Vb9sYd3Tg5Wn8Rf1Ju6Lc4Xe2Ah0Bi7Ok3Dq";
    const values = [secret, `-----BEGIN EC PRIVATE KEY-----\n${secret}`, `ghp_${secret}`, `a ${secret}=`];
    for (const value of values) {
      const problems = [
        { path: ["region"], value, message: "is wrong" },
        { path: ["tags", value], message: "is wrong" },
      ];
      expect(new EnvironmentError("a.ts", problems).message).not.toContain(secret.slice(0, 8));
    }
    const others = [
      "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      "AKIAIOSFODNN7EXAMPLE",
      "postgres://shop:hunter2@db.example.com/shop",
      "https://:hunter2@example.com",
      "Server=db;Password=hunter2",
      "xoxb-17653672481",
      "glpat-x",
      "eyJhbGciOiJub25lIn0.e30.",
    ];
    for (const value of others) expect(lineFor(value)).toMatch(/that may be a secret/);
    for (const value of [
      "s3://bucket/prefix",
      "Unexpected token = in JSON",
      "a/path/to/some/where/Far/away/of-20-words",
    ])
      expect(lineFor(value)).toContain(value);
    expect(lineFor(secret)).toBe("a.ts: field: (54 characters that may be a secret) is wrong");
  });

  it("shows of ssh short words and ranges alone", () => {
    const lineOf = (path: string[], value: unknown) =>
      new EnvironmentError("a.ts", [{ path, value, message: "is wrong" }]).message.slice("a.ts: ".length);
    expect(lineOf(["ssh", "publicKey"], "x")).toBe("ssh.publicKey: is wrong");
    expect(lineOf(["ssh", "publicKeyFile"], "x")).toBe("ssh.publicKeyFile: is wrong");
    expect(lineOf(["ssh"], "correct horse battery staple")).toBe("ssh: is wrong");
    expect(lineOf(["ssh", "allowedCidrs"], "correct horse battery staple")).toBe(
      "ssh.allowedCidrs: is wrong",
    );
    expect(lineOf(["ssh", "allowedCidrs"], "203.0.113.255/32")).toBe(
      'ssh.allowedCidrs: "203.0.113.255/32" is wrong',
    );
  });

  it("is not one of thousands", () => {
    const problems = Array.from({ length: 5000 }, () => ({ path: "field", message: "is wrong" }));
    const lines = new EnvironmentError("a.ts", problems).message.split("\n");
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toBe("a.ts: and 4900 more");
  });

  it("cuts a long value short", () => {
    expect(lineFor("x".repeat(100))).toBe(`a.ts: field: "${"x".repeat(56)}…" (100 characters) is wrong`);
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
