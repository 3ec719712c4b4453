import { cpus } from "node:os";
import Table from "cli-table3";

/** A table: its first row is the head. */
export type Rows = readonly (readonly string[])[];

/** A table for a terminal. */
export function terminalTable([head, ...rows]: Rows): string {
  const table = new Table({ head: [...head!], style: { head: [], border: [] } });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

/** A table for a page, padded as prettier pads it. */
export function markdownTable(rows: Rows): string {
  const [head, ...body] = rows;
  const widths = head!.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`;
  return [head!, widths.map((width) => "-".repeat(width)), ...body].map(line).join("\n");
}

/** The kind of machine that this is. */
export function machineKind(): string {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model.trim()} with Node ${process.version}`;
}

/**
 * The page with what is between a section's two markers replaced by `results`.
 *
 * @param section such as `bench:synth`
 * @throws Error when it lacks a marker
 */
export function withResults(page: string, section: string, results: readonly string[]): string {
  const [beginMark, endMark] = [`<!-- ${section} begin -->`, `<!-- ${section} end -->`];
  const [begin, end] = [page.indexOf(beginMark), page.indexOf(endMark)];
  if (begin < 0 || end < begin)
    throw new Error(`There must be "${beginMark}" and, after it, "${endMark}" in the page`);
  return [page.slice(0, begin) + beginMark, ...results, page.slice(end)].join("\n\n");
}
