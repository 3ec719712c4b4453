import { linesFor, linesWith, GOOD } from "./lines";

class Settings {
  placement = "per-zone";
}

describe("what is no plain data is refused, where an object without fields would be taken for it:", () => {
  const PLAIN = "must be plain data: an object, a list, a text, a number, true or false";
  test.each<[shown: string, value: object]>([
    ["a Map", new Map([["placement", "per-zone"]])],
    ["a Set", new Set(["per-zone"])],
    ["a Date", new Date(0)],
    ["a regular expression", /per-zone/],
    ["an Error", new Error("per-zone")],
    ["an object", new Settings()],
    ["{}", new Boolean(true)],
    ["{}", Object.create({ placement: "per-zone" }) as object],
    ["{}", new WeakMap()],
  ])("%s", (shown, nat) => {
    expect(linesWith({ nat })).toEqual([`nat: ${shown} ${PLAIN}`]);
    expect(linesWith({ zones: ["eu-central-1a", nat] })).toEqual([`zones[1]: ${shown} ${PLAIN}`]);
    expect(linesWith({ tags: nat, backend: nat })).toEqual([
      `tags: ${shown} ${PLAIN}`,
      `backend: ${shown} ${PLAIN}`,
    ]);
    expect(linesFor(nat)).toEqual([`environment: ${shown} ${PLAIN}`]);
  });

  test("a promise, also one that fails", async () => {
    const nat = Promise.reject(new Error("later"));
    expect(linesWith({ nat })).toEqual(["nat: a promise must be plain data; write what it resolves to"]);
    // A rejection that nobody takes would end the test.
    await new Promise(setImmediate);
  });

  test("a proxy, of which no trap is sprung", () => {
    const traps = new Proxy({}, { get: () => () => fail("sprung") });
    const revoked = Proxy.revocable([], {});
    revoked.revoke();
    for (const nat of [new Proxy({}, traps), new Proxy([], traps), revoked.proxy]) {
      expect(linesWith({ nat })).toEqual([
        "nat: a proxy must be plain data; write an object or a list itself",
      ]);
    }
  });
});

test("a getter is refused and not called", () => {
  const nat = { get placement(): string { return fail("called"); } }; // prettier-ignore
  expect(linesWith({ nat })).toEqual(["nat.placement: is computed by a getter; write the value itself"]);
});

test("names that are symbols, or of JavaScript's own, are refused", () => {
  expect(linesWith({ nat: { [Symbol("placement")]: "per-zone" } })).toEqual([
    'nat["(symbol)"]: is a symbol; name fields by texts',
  ]);
  expect(linesWith({ tags: JSON.parse('{ "__proto__": "x" }') })).toEqual([
    "tags.__proto__: is no name for a field; remove it",
  ]);
  expect(linesWith({ zones: Object.assign(["eu-central-1a"], { first: true }) })).toEqual([
    "zones: a list of 1 has names beside its values; write a list alone",
  ]);
});

describe("what has no end is refused:", () => {
  test("what holds itself", () => {
    const tags: Record<string, unknown> = {};
    tags["self"] = { again: [tags] };
    expect(linesWith({ tags })).toEqual([
      "tags.self.again[0]: an object holds itself; write it out",
      "tags.self: an object must be a string",
    ]);
  });

  test("what is nested deep", () => {
    const tags = Array.from({ length: 10_000 }).reduce<object>((inner) => ({ inner }), {});
    expect(linesWith({ tags })[0]).toMatch(/is nested deeper than any field$/);
  });

  test("what doubles with each level", () => {
    const tags = Array.from({ length: 18 }).reduce<object>((inner) => ({ a: inner, b: inner }), {});
    expect(linesWith({ tags })).toContain(
      "environment: holds more than 100000 values, which no environment needs",
    );
  });

  test("a list of a million, and one of billions of holes", () => {
    expect(linesWith({ zones: Array.from({ length: 1e6 }, () => "eu-central-1a") })).toEqual([
      "zones: a list of 1000000 is longer than any field takes",
    ]);
    expect(linesWith({ zones: new Array(4e9) })).toEqual([
      "zones: a list of 4000000000 is longer than any field takes",
    ]);
  });

  test("a text of a hundred thousand characters", () => {
    const text = "x".repeat(100_000);
    expect(linesWith({ region: text, [text]: 1 })).toEqual([
      expect.stringMatching(
        /^region: "x{56}…" \(100000 characters\) is longer than the 10000 characters that any field takes$/,
      ),
      expect.stringMatching(/^\["x{56}…" \(100000 characters\)\]: is no field; the fields here are/),
    ]);
  });
});

test("minus zero is refused", () => {
  expect(linesWith({ privateInstances: { count: -0 } })).toEqual([
    "privateInstances.count: -0 is no number to count with; write 0",
  ]);
});

test("nothing is said of what follows from what is no plain data", () => {
  const changes = { region: new Map(), ami: new Map(), nat: { instanceType: "t3.nano" } };
  expect(linesWith(changes)).toHaveLength(2);
});

test("objects without a prototype, or of another realm, are plain", () => {
  expect(linesFor(Object.assign(Object.create(null), structuredClone(GOOD)))).toEqual([]);
});

function fail(what: string): never {
  throw new Error(what);
}
