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

export function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
