import { z } from "zod";
import { nearest } from "../tools/nearest";
import { Path, Problem } from "./problems";

/** A good value of every field that has no default. */
const EXAMPLES: ReadonlyMap<PropertyKey, unknown> = new Map<PropertyKey, unknown>([
  ["region", "eu-central-1"],
  ["vpcCidr", "10.0.0.0/16"],
  ["zones", ["eu-central-1a"]],
  ["name", "eu-central-1a"],
  ["allowedCidrs", ["203.0.113.7/32"]],
  ["bucket", "example-terraform-state"],
  ["from", "private-0"],
  ["to", "internet"],
  ["reachable", true],
  ["rule", "no-open-ingress"],
  ["resource", "private-instances/aws_instance.private_0"],
  ["reason", "why it may"],
]);

/** A good value of the field at `path`; undefined for one that may be left out. */
function exampleOf(path: Path): unknown {
  const [last, list] = path.toReversed();
  if (typeof last === "number") return (EXAMPLES.get(list!) as unknown[] | undefined)?.[0];
  return EXAMPLES.get(last!);
}

/** What a user reads where the schema has no message of its own. */
export const explain: z.core.$ZodErrorMap = (issue) => {
  const { path = [] } = issue;
  // One issue for all keys of an object: `schemaProblems` makes the message for each.
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

type FieldProblem = Problem & { readonly path: Path };

/** The problems that the schema found in `input`, the first of each field: a text is no list, and not also a long one. */
export function schemaProblems(input: unknown, { issues }: z.ZodError): FieldProblem[] {
  const problems = issues.flatMap((issue): FieldProblem[] => {
    const { path, message } = issue;
    if (issue.code !== "unrecognized_keys") return [{ path, value: valueAt(input, path), message }];
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownField(key, message) }));
  });
  const first = new Map<string, FieldProblem>();
  problems.forEach((problem) => {
    const key = JSON.stringify(problem.path);
    if (!first.has(key)) first.set(key, problem);
  });
  return [...first.values()];
}

function unknownField(name: string, known: string): string {
  // No name that is meant is longer.
  const meant = nearest(name.slice(0, 40), known.split(", "));
  return `is no field; ${meant ? `did you mean "${meant}"? The` : "the"} fields here are ${known}`;
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    // A zone may be given as its name alone.
    if (typeof value === "string" && step === "name") return value;
    return value === null || value === undefined ? undefined : (value as Record<PropertyKey, unknown>)[step];
  }, input);
}
