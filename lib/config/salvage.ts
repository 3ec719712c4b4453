import { z } from "zod";
import { exampleOf } from "./examples";
import { EnvironmentFields, environmentSchema } from "./schema";

/** A value of which `null` stands for each part that the schema has refused. */
type Salvaged<T> = T extends object ? { readonly [K in keyof T]: Salvaged<T[K]> | null } : T;

/** The fields as the checks see them: they report what they can, and nothing that follows from a refused field. */
export type CheckedFields = Salvaged<EnvironmentFields>;

type Path = readonly PropertyKey[];

/**
 * What can still be checked of an environment that the schema refuses, so that a user learns of all faults at once.
 *
 * Examples and defaults stand in for what is faulty until the schema accepts the whole; then each is made null.
 */
export function salvage(input: unknown, error: z.ZodError): CheckedFields {
  const unknown = error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [],
  );
  const faulty = error.issues
    .filter(({ code }) => code !== "unrecognized_keys")
    .flatMap(({ path }) => fieldsOf(path));
  const known = unknown.reduce<unknown>((value, path) => put(value, path, undefined), input);
  const mended = faulty.reduce((value, path) => put(value, path, exampleOf(path)), known);
  // What that does not mend, such as the fields of an unknown type of backend, is given up as a whole.
  const lost = (environmentSchema.safeParse(mended).error?.issues ?? []).map(({ path }) => path.slice(0, 1));
  const whole = lost.reduce((value, path) => put(value, path, exampleOf(path)), mended);
  return [...faulty, ...lost].reduce<unknown>(
    (value, path) => put(value, path, null),
    environmentSchema.parse(whole),
  ) as CheckedFields;
}

/** The path itself, or every field's when it is the environment's own. */
function fieldsOf(path: Path): Path[] {
  return path.length > 0 ? [path] : Object.keys(environmentSchema.shape).map((field) => [field]);
}

/** A copy of `value` with `part` at a path, or with nothing there when `part` is undefined. */
function put(value: unknown, [step, ...rest]: Path, part: unknown): unknown {
  if (step === undefined) return part;
  if (Array.isArray(value) && typeof step === "number") {
    return Array.from(value, (item, index) => (index === step ? put(item, rest, part) : item));
  }
  const { [step]: current, ...others } = isRecord(value) ? value : {};
  const next = put(current, rest, part);
  return next === undefined ? others : { ...others, [step]: next };
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
