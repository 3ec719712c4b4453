import fc from "fast-check";
import { EnvironmentError } from "../../lib/config/problems";
import { resolveEnvironment } from "../../lib/config/resolve";
import { synthesize } from "../support/synthesize";
import { environments } from "./arbitrary";
import { SOURCE } from "./lines";

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
});

/** Texts that come close to what some field takes, and values that come close to such texts. */
// prettier-ignore
const nearly = fc.constantFrom<unknown>(
  "10.8.0.0/16", "10.8.1.0/24", "0.0.0.0/0", "::/0", "10.8.0.0", "/16", "eu-central-1", "us-gov-west-1", "eu-central-1a",
  "t4g.nano", "t3.nano", "arm64", "s3", "local", "single", "", " ", "${x}", "__proto__", "~/", "/", "\0",
  0, -1, 1e9, NaN, Infinity, 2 ** 53, true, false, null, undefined, [], {}, [[]], [null], { name: null }, { type: "s3" },
  { type: "s3", bucket: 1 }, { encryptDisks: "why" }, { toString: "x" }, () => 1, Symbol("x"), new Date(NaN),
);

class Settings {
  readonly name = "eu-central-1a";
}

/** Values that are no plain data, or print as something else than they are, or hold what must not be printed. */
const SECRET = "MHcCAQEEIKx7Qm2Zp0Vb9sYd3Tg5Wn8Rf1Ju6Lc4Xe2Ah0Bi7Ok3Dq";
const hostile = fc.oneof(
  fc.constantFrom<() => unknown>(
    () => new Map([["name", "x"]]),
    () => Promise.reject(new Error("later")),
    () => new Proxy({}, { get: run, ownKeys: run, getPrototypeOf: run }),
    () => Object.defineProperty({}, "name", { get: run, enumerable: true }),
    () => ({ toString: run, toJSON: run, [Symbol.toPrimitive]: run }),
    () => JSON.parse('{ "__proto__": { "name": "x" } }') as unknown,
    () => { const list: unknown[] = []; list.push(list); return list; }, // prettier-ignore
    () => new Settings(),
    () => -0,
    () => 10n ** 5000n,
    () => "x".repeat(100_000),
    () => Array.from({ length: 200_000 }, () => "x"),
    () => SECRET,
    () => `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----`,
    () => ({ [SECRET]: SECRET }),
    () => [SECRET],
  ),
  fc
    .array(fc.constantFrom(..."\0\n\u001b\u007f\u009b\u200b\u202e\u2028\ud800"), { minLength: 1 })
    .map((signs) => () => signs.join("")),
);

function run(): never {
  throw new Error("was run");
}

/** The paths of all that is in a value, the value's own aside. */
function pathsIn(value: unknown, prefix: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    [...prefix, key],
    ...pathsIn(part, [...prefix, key]),
  ]);
}

/** A copy of a value with something else at a path. */
function replaced(value: unknown, [step, ...rest]: readonly string[], part: unknown): unknown {
  if (step === undefined) return part;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[step] = replaced(copy[step], rest, part);
  return copy;
}

const mutated = environments.chain((environment) => {
  const added = ["zones", "nat", "ssh", "backend", "ami", "exceptions", "tags"].flatMap((field) => [
    [field],
    [field, "name"],
  ]);
  const path = fc.constantFrom(...pathsIn(environment), ...added.filter(([field]) => field! in environment));
  return fc
    .tuple(path, fc.oneof(anything, nearly))
    .map(([steps, part]) => replaced(environment, steps, part));
});

/** Whether an input is accepted; when it is not, each of its problems must be one that a user can read. */
function isAccepted(input: unknown): boolean {
  try {
    resolveEnvironment(input, SOURCE);
    return true;
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    expect(error.problems).not.toHaveLength(0);
    for (const { path, message } of error.problems) {
      expect(path).not.toBe("");
      expect(message).toMatch(/^[a-z]/);
      expect(message).not.toContain("Invalid input");
    }
    const lines = error.message.split("\n");
    expect(lines).toHaveLength(Math.min(error.problems.length, 101));
    lines.forEach((line) => {
      expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      expect(line.length).toBeLessThan(600);
      expect(line).not.toContain(SECRET.slice(0, 8));
    });
    return false;
  }
}

it("whatever an environment file exports is accepted or refused with problems, and never ends in another error", () => {
  fc.assert(
    fc.property(fc.oneof(anything, nearly), (input) => void isAccepted(input)),
    { numRuns: 300 },
  );
});

it("whatever stands in a field is accepted or refused with problems, and never ends in another error", () => {
  fc.assert(
    fc.property(mutated, (input) => void isAccepted(input)),
    { numRuns: 1000 },
  );
});

it("whatever hostile stands in a field, what is said of it prints and holds no secret", () => {
  const field = (environment: object) => fc.constantFrom(...pathsIn(environment));
  const spoiled = environments.chain((environment) =>
    fc.tuple(field(environment), hostile).map(([steps, make]) => replaced(environment, steps, make())),
  );
  fc.assert(
    fc.property(spoiled, (input) => void isAccepted(input)),
    { numRuns: 300 },
  );
});

it("one strange field gets many environments refused, and those that it does not synthesize", () => {
  const inputs = fc.sample(mutated, { numRuns: 500, seed: 2023 });
  const accepted = inputs.filter(isAccepted);
  expect(accepted.length).toBeGreaterThan(10);
  expect(accepted.length).toBeLessThan(250);
  accepted.slice(0, 10).forEach((input) => synthesize(resolveEnvironment(input, SOURCE)));
});
