import { isRange, prefixLength, subdivision } from "../net/ranges";

/** Terraform's functions that are followed, beside `try`. */
export const FUNCTIONS: Readonly<Record<string, (given: readonly unknown[]) => string>> = {
  cidrsubnet,
  jsonencode,
};

/**
 * Terraform's `cidrsubnet`: it alone tells a subnet's range by that of its VPC.
 *
 * @throws FunctionError when there is no such range
 */
function cidrsubnet(given: readonly unknown[]): string {
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

/** Terraform's `jsonencode`: what a failover does is told in such a text. */
function jsonencode(given: readonly unknown[]): string {
  if (given.length !== 1) throw new FunctionError("jsonencode takes one value");
  return JSON.stringify(given[0]);
}

/** Why a function has no result for what it was given. */
export class FunctionError extends Error {}
