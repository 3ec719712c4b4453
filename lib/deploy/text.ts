import Table from "cli-table3";
import { PAST, changeLines, priceLine, problemLine, stackTitle, totals } from "./in-words";
import { Report, StackReport, countOf, kindsOf } from "./report";
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

function stackLines(report: StackReport): string[] {
  const { changes } = report;
  if (changes.length === 0) return [];
  return [
    stackTitle(report),
    ...kindsOf([report]).flatMap((kind) =>
      changeLines(changes.filter((change) => change.kind === kind)).map(
        (line) => `  ${PAST[kind].padEnd(9)}  ${line}`,
      ),
    ),
    "",
  ];
}

function table(stacks: readonly StackReport[]): string {
  const kinds = kindsOf(stacks);
  const table = new Table({ head: ["stack", ...kinds, ""], style: { head: [], border: [] } });
  for (const { stack, preview, isLeft, changes } of stacks) {
    const note = isLeft ? (preview ? "left, later" : "left") : preview ? "preview" : "";
    table.push([stack, ...kinds.map((kind) => countOf(changes, kind) || ""), note]);
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
