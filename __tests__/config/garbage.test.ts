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

/** Whether an input is accepted; when it is not, each of its faults must be one that a user can read. */
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
    expect(error.message.split("\n")).toHaveLength(error.problems.length);
    return false;
  }
}

it("whatever an environment file exports is accepted or refused with faults, and never ends in another error", () => {
  fc.assert(
    fc.property(fc.oneof(anything, nearly), (input) => void isAccepted(input)),
    { numRuns: 300 },
  );
});

it("whatever stands in a field is accepted or refused with faults, and never ends in another error", () => {
  fc.assert(
    fc.property(mutated, (input) => void isAccepted(input)),
    { numRuns: 1000 },
  );
});

it("one strange field gets many environments refused, and those that it does not synthesize", () => {
  const inputs = fc.sample(mutated, { numRuns: 500, seed: 2023 });
  const accepted = inputs.filter(isAccepted);
  expect(accepted.length).toBeGreaterThan(10);
  expect(accepted.length).toBeLessThan(250);
  accepted.slice(0, 10).forEach((input) => synthesize(resolveEnvironment(input, SOURCE)));
});
