/** One thing that was checked, of one thing that is deployed. */
export interface Row {
  readonly check: "route" | "host" | "probe" | "address" | "names" | "outside";
  /** `private-0`, `nat-b`, `eu-central-1b`; empty where there is none. */
  readonly of: string;
  /** `not checked` is no judgement, and no failure. */
  readonly verdict: "ok" | "failed" | "not checked";
  /** What was found, and what to do about it. */
  readonly found: string;
}
