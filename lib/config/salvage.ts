import { z } from "zod";
import { EXAMPLES } from "./examples";
import { EnvironmentFields, EnvironmentInput, environmentSchema } from "./schema";

/** The fields that every environment must have; examples stand in for them while the others are checked. */
const REQUIRED = ["region", "vpcCidr", "zones"] as const;

/**
 * What can still be checked of an environment that the schema refuses, so that a user learns of all faults at once:
 * the faulty fields take their defaults.
 */
export function salvage(
  input: unknown,
  error: z.ZodError,
): { fields: EnvironmentFields; networkIsReal: boolean } {
  const exact = structuredClone(isRecord(input) ? input : {});
  for (const issue of error.issues) {
    const keys = issue.code === "unrecognized_keys" ? issue.keys : [undefined];
    keys.forEach((key) => unset(exact, key === undefined ? issue.path : [...issue.path, key]));
  }
  const remaining = environmentSchema.safeParse(exact).error?.issues ?? [];
  remaining.forEach(({ path }) => unset(exact, path.slice(0, 1)));
  return {
    fields: environmentSchema.parse({ ...examples(), ...exact }),
    networkIsReal: REQUIRED.every((field) => field in exact),
  };
}

function examples(): Partial<EnvironmentInput> {
  return Object.fromEntries(REQUIRED.map((field) => [field, EXAMPLES[field]]));
}

function unset(record: Record<PropertyKey, unknown>, path: readonly PropertyKey[]): void {
  const [step, ...rest] = path;
  if (step === undefined) return;
  const next = record[step];
  if (rest.length === 0) delete record[step];
  else if (isRecord(next)) unset(next, rest);
  // A text in place of an object, as in a list of zones: the schema took it apart, so the whole of it is faulty.
  else delete record[step];
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null;
}
