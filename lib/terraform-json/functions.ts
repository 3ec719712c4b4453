import { isRange, prefixLength, subdivision } from "../net/ranges";

/** A call of a function with its arguments, each an expression; undefined for what is no call. */
export function parseCall(
  expression: string,
): { readonly name: string; readonly given: readonly string[] } | undefined {
  const [, name, inside] = /^([a-z_]\w*)\((.*)\)$/s.exec(expression) ?? [];
  if (name === undefined || inside === undefined) return undefined;
  const given = [""];
  let depth = 0;
  for (const [token] of inside.matchAll(/"(\\.|[^"\\])*"|[^"]/gs)) {
    if (/^[([{]$/.test(token)) depth++;
    if (/^[)\]}]$/.test(token)) depth--;
    if (token === "," && depth === 0) given.push("");
    else given[given.length - 1] += token;
  }
  return { name, given: given.map((text) => text.trim()) };
}

/**
 * Terraform's `cidrsubnet`, the one function that is followed: it alone tells a subnet's range by that of its VPC.
 *
 * @throws FunctionError when there is no such range
 */
export function cidrsubnet(given: readonly unknown[]): string {
  const [range, newBits, number] = given;
  if (given.length !== 3 || typeof range !== "string" || !isRange(range)) {
    throw new FunctionError("cidrsubnet takes a range of addresses and two numbers");
  }
  const subnet = subdivision(range, prefixLength(range) + Number(newBits), Number(number));
  if (subnet === undefined) {
    throw new FunctionError(`${range} has no subnet ${number} that is ${newBits} bits longer`);
  }
  return subnet;
}

/** Why a function has no result for what it was given. */
export class FunctionError extends Error {}
