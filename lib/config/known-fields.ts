import { z } from "zod";
import { Path } from "./problems";
import { EnvironmentFields } from "./schema";

/** A value of which `null` stands for each part that the schema has refused. */
type Known<T> = T extends object ? { readonly [K in keyof T]: Known<T[K]> | null } : T;

/** The fields as the checks see them: they report what they can, and nothing that follows from a refused field. */
export type KnownFields = Known<EnvironmentFields>;

/** What is known of fields that the schema has found these issues in; those that name a field too many take nothing. */
export function knownFields(fields: EnvironmentFields, issues: readonly z.core.$ZodRawIssue[]): KnownFields {
  return issues
    .filter(({ code }) => code !== "unrecognized_keys")
    .reduce<unknown>((value, { path = [] }) => withNull(value, path), fields) as KnownFields;
}

/** A copy of `value` with null at a path, or in the place of what should hold it and does not. */
function withNull(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined || typeof value !== "object" || value === null) return null;
  if (Array.isArray(value)) return value.with(Number(step), withNull(value[Number(step)], rest));
  return { ...value, [step]: withNull((value as Record<PropertyKey, unknown>)[step], rest) };
}
