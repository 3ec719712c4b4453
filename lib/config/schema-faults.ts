import { z } from "zod";
import { EXAMPLES } from "./examples";
import { Fault } from "./faults";
import { nearest } from "./nearest";

type Path = readonly PropertyKey[];

/** Puts what the schema found wrong with `input` into the words of a user of Terraform. */
export function schemaFaults(schema: z.ZodType, input: unknown, error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue): Fault[] => {
    if (issue.code === "unrecognized_keys") {
      const known = fieldsAt(schema, issue.path, input);
      return issue.keys.map((key) => ({
        path: formatPath([...issue.path, key]),
        message: unknownField(key, known),
      }));
    }
    const value = valueAt(input, issue.path);
    return [
      {
        path: formatPath(issue.path),
        value,
        message: value === undefined ? missing(issue.path) : explain(issue),
      },
    ];
  });
}

/** `["zones", 1, "name"]` as `zones[1].name`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? String(step) : `${text}.${String(step)}`;
  }, "");
}

function missing(path: Path): string {
  const example = (EXAMPLES as Record<PropertyKey, unknown>)[path.at(-1) ?? ""];
  return example === undefined ? "is missing" : `is missing; write one, such as ${JSON.stringify(example)}`;
}

function explain(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${article(issue.expected)}`;
    case "invalid_value":
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "invalid_union":
      return `has an unknown "${issue.discriminator}"; it must be "local" or "s3"`;
    case "invalid_key":
      return "is no tag key AWS accepts: 1 to 128 characters, not starting with aws:";
    default:
      return issue.message;
  }
}

function article(type: string): string {
  return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}

function unknownField(name: string, known: readonly string[]): string {
  if (known.length === 0) return "is no field of an environment";
  return `is no field; did you mean "${nearest(name, known)}"? The fields here are ${known.join(", ")}`;
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value === "string" && step === "name") return value;
    return value === null || value === undefined ? undefined : (value as Record<PropertyKey, unknown>)[step];
  }, input);
}

/** The names of the fields that the schema has at `path`. */
function fieldsAt(schema: z.ZodType, path: Path, input: unknown): readonly string[] {
  const definition = schema.def as unknown as Record<string, unknown>;
  const inner = (definition["innerType"] ?? definition["out"]) as z.ZodType | undefined;
  if (inner) return fieldsAt(inner, path, input);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { type } = input as { type?: unknown };
    const options = schema.options as unknown as z.ZodObject[];
    const chosen = options.find((option) => (option.shape["type"] as z.ZodLiteral).value === type);
    return chosen ? fieldsAt(chosen, path, input) : [];
  }
  const [step, ...rest] = path;
  const next = step === undefined ? undefined : (input as Record<PropertyKey, unknown>)[step];
  if (schema instanceof z.ZodObject) {
    return step === undefined
      ? Object.keys(schema.shape)
      : fieldsAt(schema.shape[String(step)] as z.ZodType, rest, next);
  }
  if (schema instanceof z.ZodArray) return fieldsAt(schema.element as z.ZodType, rest, next);
  return [];
}
