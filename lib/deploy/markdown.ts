import { Kind } from "../terraform-json/changes";
import { PAST, changeLines, problemLine, totals } from "./in-words";
import { Report, StackReport, countOf, kindsOf } from "./report";
import { Section, sectionsOf } from "./sections";

/** GitHub takes comments of 65,536 characters; what adds them may add a line of its own. */
const LIMIT = 65_000;

/** A report as Markdown, for a comment on a pull request; the details of the stacks are left out where it is too long. */
export function toMarkdown(report: Report): string {
  const whole = [...summary(report), ...report.stacks.flatMap(details)].join("\n");
  if (whole.length <= LIMIT) return whole;
  const short = [
    ...summary(report),
    "The lists of resources are too long for a comment; the run's log has them.",
    "",
  ];
  return short.join("\n").slice(0, LIMIT);
}

function summary(report: Report): string[] {
  const { environment, problems, stacks } = report;
  const sections = sectionsOf(report);
  const ofLevel = (level: Section["level"]) => sections.filter((section) => section.level === level);
  return [
    ...alert({ level: "CAUTION", label: "Broken now", lines: problems.map(problemLine) }),
    `## Plan of ${code(environment)}: ${totals(report)}`,
    "",
    ...[...ofLevel("CAUTION"), ...ofLevel("WARNING")].flatMap(alert),
    ...table(stacks),
    ...previews(stacks),
    ...ofLevel("note").flatMap(notesOf),
    "",
  ];
}

function alert({ level, label, lines }: Section): string[] {
  if (lines.length === 0) return [];
  return [`> [!${level}]`, `> **${label}**`, ">", ...lines.map((line) => `> - ${escaped(line)}`), ""];
}

function notesOf({ label, lines, notes = lines.map((line) => [label, line]) }: Section): string[] {
  return notes.map(([title, ...parts]) => `- **${title}:** ${parts.map(escaped).join(": ")}`);
}

function table(stacks: readonly StackReport[]): string[] {
  const kinds = kindsOf(stacks);
  return [
    `| stack | ${kinds.join(" | ")} |`,
    `| --- | ${kinds.map(() => "--:").join(" | ")} |`,
    ...stacks.map(({ stack, preview, isLeft, changes }) => {
      const name = isLeft
        ? `${stack} **(no longer in the environment)**`
        : preview
          ? `${stack} *(preview)*`
          : stack;
      return `| ${name} | ${kinds.map((kind) => countOf(changes, kind)).join(" | ")} |`;
    }),
    "",
  ];
}

function previews(stacks: readonly StackReport[]): string[] {
  return stacks.flatMap(({ stack, preview, isLeft }) =>
    preview && !isLeft
      ? [`- **Preview:** ${stack} is planned with placeholders, because ${escaped(preview)}`]
      : [],
  );
}

function details(report: StackReport): string[] {
  const { stack, preview, changes } = report;
  if (changes.length === 0) return [];
  const lines = (kind: Kind) => {
    const past = kind === "create" ? PAST[kind] : `**${PAST[kind]}**`;
    return changeLines(changes.filter((change) => change.kind === kind)).map(
      (line) => `- ${past} ${escaped(line)}`,
    );
  };
  return [
    `<details><summary>${stack}${preview ? " (preview)" : ""}: ${changes.length} resources</summary>`,
    "",
    ...kindsOf([report]).flatMap(lines),
    "",
    "</details>",
    "",
  ];
}

/** In backquotes, so that no address or value is taken for Markdown, HTML or somebody's name. */
function escaped(text: string): string {
  return code(text.replace(/\s+/g, " "));
}

function code(text: string): string {
  // A fence longer than any run of backquotes in the text.
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const padding = longest > 0 ? " " : "";
  return `${fence}${padding}${text}${padding}${fence}`;
}
