/** A month's cost as a straight line: what it costs without traffic, and what each gigabyte adds. */
export interface CostLine {
  /** US dollars a month. */
  readonly fixed: number;
  /** US dollars a gigabyte. */
  readonly perGb: number;
}

export type Comparison =
  /** Cheaper, or as cheap, at any traffic. */
  | { readonly cheaper: "first" | "second" | "neither" }
  /** One is cheaper below so many gigabytes a month and the other above. */
  | { readonly gb: number; readonly below: "first" | "second"; readonly above: "first" | "second" };

export function compare(first: CostLine, second: CostLine): Comparison {
  const fixed = sign(first.fixed - second.fixed);
  const perGb = sign(first.perGb - second.perGb);
  if (fixed === 0 && perGb === 0) return { cheaper: "neither" };
  if (fixed <= 0 && perGb <= 0) return { cheaper: "first" };
  if (fixed >= 0 && perGb >= 0) return { cheaper: "second" };
  const gb = (second.fixed - first.fixed) / (first.perGb - second.perGb);
  return fixed < 0 ? { gb, below: "first", above: "second" } : { gb, below: "second", above: "first" };
}

/** Amounts that differ by less than a thousandth of a cent are the same. */
function sign(difference: number): number {
  return Math.abs(difference) < 1e-5 ? 0 : Math.sign(difference);
}
