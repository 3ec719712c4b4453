import Table from "cli-table3";
import { Row } from "./row";

/** One table for people, and in a line what it comes to. */
export function verifyText(rows: readonly Row[]): string {
  const table = new Table({
    head: ["check", "of", "", "found"],
    colWidths: [9, 18, 13, 80],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  rows.forEach(({ check, of, verdict, found }) => table.push([check, of, verdict, found]));
  return `${table.toString()}\n\n${conclusion(rows)}`;
}

export function isWell(rows: readonly Row[]): boolean {
  return rows.every(({ verdict }) => verdict !== "failed");
}

function conclusion(rows: readonly Row[]): string {
  const count = (verdict: Row["verdict"]) => rows.filter((row) => row.verdict === verdict).length;
  const unchecked = count("not checked") > 0 ? `, and ${count("not checked")} not checked` : "";
  if (!isWell(rows)) return `${count("failed")} of ${rows.length} failed${unchecked}`;
  return `All is well${unchecked}`;
}
