import { z } from "zod";
import { exampleOf } from "./examples";
import { Fault, formatPath } from "./faults";
import { nearest } from "../tools/nearest";

type Path = readonly PropertyKey[];

/** What a user reads where the schema has no message of its own. */
export const explain: z.core.$ZodErrorMap = (issue) => {
  const { path = [] } = issue;
  // One issue for all keys of an object: `schemaFaults` makes the message for each.
  if (issue.code === "unrecognized_keys") return Object.keys((issue.inst as z.ZodObject).shape).join(", ");
  if (path.length === 0) return "must be an object; write: export default defineEnvironment({ … })";
  const example = exampleOf(path);
  const suchAs = example === undefined ? "" : `, such as ${JSON.stringify(example)}`;
  if (issue.input === undefined) return `is missing${suchAs && `; write one${suchAs}`}`;
  switch (issue.code) {
    case "invalid_type": {
      const orNothing = issue.input === null && !suchAs ? ", or be left out" : "";
      return `must be ${KINDS[issue.expected] ?? `a ${issue.expected}`}${suchAs}${orNothing}`;
    }
    case "invalid_value":
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "invalid_union":
      return 'must be "local" or "s3"';
    default:
      return undefined;
  }
};

const KINDS: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  object: "an object",
  record: "an object",
};

/** The faults that the schema found in `input`, the first of each field: a text is no list, and not also a long one. */
export function schemaFaults(input: unknown, error: z.ZodError): Fault[] {
  const faults = error.issues.flatMap((issue): Fault[] => {
    const { path, message } = issue;
    if (issue.code !== "unrecognized_keys") {
      return [{ path: formatPath(path), value: valueAt(input, path), message }];
    }
    return issue.keys.map((key) => ({
      path: formatPath([...path, key]),
      message: unknownField(key, message),
    }));
  });
  return faults.filter(({ path }, index) => faults.findIndex((other) => other.path === path) === index);
}

function unknownField(name: string, known: string): string {
  const meant = nearest(name, known.split(", "));
  return `is no field; ${meant ? `did you mean "${meant}"? The` : "the"} fields here are ${known}`;
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    // A zone may be given as its name alone.
    if (typeof value === "string" && step === "name") return value;
    return value === null || value === undefined ? undefined : (value as Record<PropertyKey, unknown>)[step];
  }, input);
}
