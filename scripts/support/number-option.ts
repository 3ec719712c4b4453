import { InvalidArgumentError } from "commander";

export interface NumberOption {
  /** What it is a number of, such as `gigabytes a month`. */
  readonly what: string;
  readonly from: number;
  /** @default - as large as numbers are exact */
  readonly to?: number;
  /** Whether it may have decimals. @default false */
  readonly decimals?: boolean;
}

/**
 * A parser for an option that is a number, written as people write one: no sign, no exponent, no hexadecimal, no leading
 * zero, no spaces.
 */
export function numberOption({ what, from, to, decimals = false }: NumberOption): (text: string) => number {
  const form = decimals ? /^(0|[1-9]\d*)(\.\d+)?$/ : /^(0|[1-9]\d*)$/;
  return (text) => {
    const number = Number(text);
    if (form.test(text) && number >= from && number <= (to ?? Number.MAX_SAFE_INTEGER)) return number;
    const kind = decimals ? "number" : "whole number";
    const range = to === undefined ? `from ${from}` : `from ${from} to ${to}`;
    throw new InvalidArgumentError(`Write ${what} as a ${kind} ${range}, in plain digits.`);
  };
}
