import { Kind } from "../terraform-json/changes";
import {
  PAST,
  additionLine,
  changeLines,
  driftLine,
  priceLine,
  problemLine,
  totals,
  unreadLine,
  violationLine,
  warningLine,
} from "./in-words";
import { offlineLines, orderLines, stuckLines } from "./order-report";
import { KINDS, Report, StackReport, countOf } from "./report";

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
  const { environment, problems, stacks, order, egress, losses, unread, additions, exposure, price, policy } =
    report;
  const drift = stacks.flatMap(({ stack, drift }) => drift.map((each) => driftLine(stack, each)));
  return [
    ...alert("CAUTION", "Broken now", problems.map(problemLine)),
    `## Plan of ${code(environment)}: ${totals(report)}`,
    "",
    ...alert("CAUTION", "Egress at risk", [
      ...egress.map(warningLine),
      ...(unread === undefined ? [] : [unreadLine(unread)]),
    ]),
    ...alert("CAUTION", "Instances and disks are lost", losses.map(warningLine)),
    ...alert("CAUTION", "Offline between the rounds", offlineLines(order)),
    ...alert("CAUTION", "AWS will refuse it", stuckLines(order)),
    ...alert("CAUTION", "Policy broken: this plan cannot be applied", policy.violations.map(violationLine)),
    ...alert("WARNING", "Added outside Terraform", additions.map(additionLine)),
    ...alert("WARNING", "Changed outside Terraform, and to be changed back", drift),
    ...table(stacks),
    ...previews(stacks),
    ...orderLines(order).map((line) => `- **Order:** ${escaped(line)}`),
    `- **Price:** ${escaped(priceLine(price))}`,
    ...exposure.openings.map((line) => `- **Opened:** ${escaped(line)}`),
    ...exposure.publicAddresses.map((line) => `- **New public address:** ${escaped(line)}`),
    ...policy.excused.map(({ rule, resource, because }) => {
      return `- **Excepted from ${rule}:** ${escaped(resource)}: ${escaped(because)}`;
    }),
    ...policy.idle.map((line) => `- **Idle exception:** ${escaped(line)}`),
    "",
  ];
}

function alert(kind: "CAUTION" | "WARNING", title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [`> [!${kind}]`, `> **${title}**`, ">", ...lines.map((line) => `> - ${escaped(line)}`), ""];
}

function table(stacks: readonly StackReport[]): string[] {
  return [
    `| stack | ${KINDS.join(" | ")} |`,
    `| --- | ${KINDS.map(() => "--:").join(" | ")} |`,
    ...stacks.map(({ stack, preview, changes }) => {
      const name = preview ? `${stack} *(preview)*` : stack;
      return `| ${name} | ${KINDS.map((kind) => countOf(changes, kind)).join(" | ")} |`;
    }),
    "",
  ];
}

function previews(stacks: readonly StackReport[]): string[] {
  return stacks.flatMap(({ stack, preview }) =>
    preview ? [`- **Preview:** ${stack} is planned with placeholders, because ${escaped(preview)}`] : [],
  );
}

function details({ stack, preview, changes }: StackReport): string[] {
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
    ...KINDS.flatMap(lines),
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
