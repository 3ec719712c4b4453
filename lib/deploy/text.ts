import Table from "cli-table3";
import { PAST, changeLines, priceLine, problemLine, totals } from "./in-words";
import { KINDS, Report, StackReport, countOf } from "./report";
import { Section, sectionsOf } from "./sections";

/** A report as a person reads it in a terminal. */
export function toText(report: Report): string {
  const { environment, problems, stacks, price } = report;
  return [
    ...problems.map((problem) => `!!! NOW: ${problemLine(problem)}`),
    ...(problems.length > 0 ? [""] : []),
    ...stacks.flatMap(stackLines),
    table(stacks),
    `${environment}: ${totals(report)}; ${priceLine(price)}`,
    ...sectionsOf(report).flatMap(sectionLines),
  ].join("\n");
}

function stackLines({ stack, preview, changes }: StackReport): string[] {
  if (changes.length === 0) return [];
  const title = preview ? `${stack} (preview: ${preview})` : stack;
  return [
    title,
    ...KINDS.flatMap((kind) =>
      changeLines(changes.filter((change) => change.kind === kind)).map(
        (line) => `  ${PAST[kind].padEnd(9)}  ${line}`,
      ),
    ),
    "",
  ];
}

function table(stacks: readonly StackReport[]): string {
  const table = new Table({ head: ["stack", ...KINDS, ""], style: { head: [], border: [] } });
  for (const { stack, preview, changes } of stacks) {
    table.push([stack, ...KINDS.map((kind) => countOf(changes, kind) || ""), preview ? "preview" : ""]);
  }
  return table.toString();
}

function sectionLines({ level, label, lines, title = titleOf(level, label) }: Section): string[] {
  if (title === "" || lines.length === 0) return [];
  return ["", title, ...lines.map((line) => `  ${line}`)];
}

function titleOf(level: Section["level"], label: string): string {
  return level === "CAUTION" ? `!!! ${label.toUpperCase()} !!!` : `${label}:`;
}
