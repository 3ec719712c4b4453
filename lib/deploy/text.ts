import Table from "cli-table3";
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

/** A report as a person reads it in a terminal. */
export function toText(report: Report): string {
  const { environment, problems, stacks, order, egress, losses, unread, additions, exposure, price, policy } =
    report;
  const drift = stacks.flatMap(({ stack, drift }) => drift.map((each) => driftLine(stack, each)));
  return [
    ...problems.map((problem) => `!!! NOW: ${problemLine(problem)}`),
    ...(problems.length > 0 ? [""] : []),
    ...stacks.flatMap(stackLines),
    table(stacks),
    `${environment}: ${totals(report)}; ${priceLine(price)}`,
    ...section("!!! EGRESS AT RISK !!!", [
      ...egress.map(warningLine),
      ...(unread === undefined ? [] : [unreadLine(unread)]),
    ]),
    ...section("!!! INSTANCES AND DISKS ARE LOST !!!", losses.map(warningLine)),
    ...section("!!! OFFLINE BETWEEN THE ROUNDS !!!", offlineLines(order)),
    ...section("!!! AWS WILL REFUSE IT !!!", stuckLines(order)),
    ...section("In this order, because AWS takes no other:", orderLines(order)),
    ...section("Added outside Terraform:", additions.map(additionLine)),
    ...section("Changed outside Terraform, and to be changed back:", drift),
    ...section("Opened:", exposure.openings),
    ...section("New public addresses:", exposure.publicAddresses),
    ...section("Policy broken:", policy.violations.map(violationLine)),
    ...section(
      "Excepted from policy:",
      policy.excused.map(({ rule, resource, because }) => `${rule}: ${resource}: ${because}`),
    ),
    ...section("Idle exceptions:", policy.idle),
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

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}
