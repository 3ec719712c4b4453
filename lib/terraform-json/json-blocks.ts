import { LaterValue } from "./later-values";
import { Values } from "./stack";

/** Terraform JSON lets one block stand as an object and several as an array of objects. */
export function blocksOf(value: unknown): Values[] {
  if (Array.isArray(value)) return value.flatMap(blocksOf);
  return isValues(value) ? [value] : [];
}

/** The blocks of one label, `{ name: body }`, as pairs; comments are left out. */
export function labelled(value: unknown): [string, unknown][] {
  return blocksOf(value).flatMap((block) => Object.entries(block).filter(([label]) => label !== "//"));
}

/** The blocks of one body as one: the later ones win. */
export function merged(body: unknown): Values {
  return Object.fromEntries(blocksOf(body).flatMap((block) => Object.entries(block)));
}

export function isValues(value: unknown): value is Values {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof LaterValue)
  );
}
