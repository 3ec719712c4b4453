import { cpus } from "node:os";
import Table from "cli-table3";
import { Aim, aims } from "./aims";
import { CANDIDATES, CandidateId } from "./candidates";
import { Summary } from "./summary";

const HEAD = ["", "median (fastest to slowest)", "peak memory", "aim"];

const BEGIN = "<!-- bench:synth begin -->";
const END = "<!-- bench:synth end -->";

/** The table's rows, one for each candidate. */
export function rowsOf(summaries: Readonly<Record<CandidateId, Summary>>): string[][] {
  const aimsOf = aims(summaries);
  return (Object.keys(summaries) as CandidateId[]).map((id) => {
    const { seconds, fastest, slowest, megabytes } = summaries[id];
    return [
      CANDIDATES[id].name,
      `${seconds.toFixed(3)} s (${fastest.toFixed(3)} to ${slowest.toFixed(3)})`,
      `${megabytes} MB`,
      (aimsOf[id] ?? []).map(verdict).join(", "),
    ];
  });
}

function verdict({ aim, met, measured }: Aim): string {
  return `${aim}: ${met ? "met" : "missed"}${measured === undefined ? "" : ` (${measured})`}`;
}

/** The table for a terminal. */
export function terminalTable(rows: readonly string[][]): string {
  const table = new Table({ head: HEAD, style: { head: [], border: [] } });
  table.push(...rows);
  return table.toString();
}

/** What the numbers are, and the kind of machine that they are from. */
export function conditions(runs: number): string {
  const [cpu] = cpus();
  return `Medians of ${runs} runs on ${cpus().length} × ${cpu?.model.trim()} with Node ${process.version}.`;
}

/**
 * The page with what is between its two markers replaced by `results`.
 *
 * @throws Error when it lacks a marker
 */
export function withResults(page: string, results: readonly string[]): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin)
    throw new Error(`There must be "${BEGIN}" and, after it, "${END}" in the page`);
  return [page.slice(0, begin) + BEGIN, ...results, page.slice(end)].join("\n\n");
}

/** The table for a page, padded as prettier pads it. */
export function markdownTable(rows: readonly string[][]): string {
  const widths = HEAD.map((_, column) => Math.max(3, ...[HEAD, ...rows].map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`;
  return [HEAD, widths.map((width) => "-".repeat(width)), ...rows].map(line).join("\n");
}
