import { Aim, aims } from "./aims";
import { CANDIDATES, CandidateId } from "./candidates";
import { Rows, machineKind } from "./page";
import { Summary } from "./summary";

const HEAD = ["", "median (fastest to slowest)", "peak memory", "aim"];

/** The table, with a row for each candidate below its head. */
export function rowsOf(summaries: Readonly<Record<CandidateId, Summary>>): Rows {
  const aimsOf = aims(summaries);
  const rows = (Object.keys(summaries) as CandidateId[]).map((id) => {
    const { seconds, fastest, slowest, megabytes } = summaries[id];
    return [
      CANDIDATES[id].name,
      `${seconds.toFixed(3)} s (${fastest.toFixed(3)} to ${slowest.toFixed(3)})`,
      `${megabytes} MB`,
      (aimsOf[id] ?? []).map(verdict).join(", "),
    ];
  });
  return [HEAD, ...rows];
}

function verdict({ aim, met, measured }: Aim): string {
  return `${aim}: ${met ? "met" : "missed"}${measured === undefined ? "" : ` (${measured})`}`;
}

/** What the numbers are, and the kind of machine that they are from. */
export function conditions(runs: number): string {
  return `Medians of ${runs} runs on ${machineKind()}.`;
}
