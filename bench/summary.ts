import { Measurement } from "./measure";

/** What the runs of one candidate took. */
export interface Summary {
  /** The median. */
  readonly seconds: number;
  readonly fastest: number;
  readonly slowest: number;
  /** The highest peak of all runs. */
  readonly megabytes: number;
}

/** Rounds to the milliseconds and megabytes that are shown, so that no aim is missed by what nobody sees. */
export function summarize(runs: readonly Measurement[]): Summary {
  const seconds = runs.map((run) => Math.round(run.seconds * 1000) / 1000).sort((a, b) => a - b);
  return {
    // Of an even number of runs, the slower one of the two in the middle.
    seconds: seconds[seconds.length >> 1]!,
    fastest: seconds[0]!,
    slowest: seconds.at(-1)!,
    megabytes: Math.round(Math.max(...runs.map(({ megabytes }) => megabytes))),
  };
}
