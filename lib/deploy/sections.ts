import {
  additionLine,
  addressLine,
  driftLine,
  failoverLine,
  leftLine,
  offlineLines,
  orderLines,
  priceLine,
  stuckLines,
  unreadLine,
  violationLine,
  warningLine,
} from "./in-words";
import { Report } from "./report";
import { forgottenLines, givenBackLines, importedLines, takenOverLines } from "./take-over-words";

/** A part of a report: lines under a title. One without lines is left out. */
export interface Section {
  /** How a pull request shows it: as an alert, or as a note below the table. */
  readonly level: "CAUTION" | "WARNING" | "note";
  /** In a pull request: above an alert's lines, before each of a note's. */
  readonly label: string;
  /** In a terminal; empty for what the line below the table says there. @default - the label, aloud for a caution */
  readonly title?: string;
  readonly lines: readonly string[];
  /** In a pull request, a note's labels and parts where they are not simply the label and the lines. */
  readonly notes?: readonly (readonly string[])[];
}

/** What a report says besides the changes, in a terminal and in a pull request. */
export function sectionsOf(report: Report): Section[] {
  const {
    stacks,
    order,
    egress,
    losses,
    unread,
    additions,
    addresses,
    failovers,
    takenRoutes,
    exposure,
    price,
    policy,
  } = report;
  const { openings, publicAddresses } = exposure;
  const { violations, excused, idle } = policy;
  const atRisk = [...egress.map(warningLine), ...(unread === undefined ? [] : [unreadLine(unread)])];
  const left = stacks.filter(({ isLeft, changes }) => isLeft && changes.length > 0);
  const drift = stacks.flatMap(({ stack, drift }) => drift.map((each) => driftLine(stack, each)));
  const excuses = excused.map(({ rule, resource, because }) => [rule, resource, because]);
  return [
    { level: "CAUTION", label: "Egress at risk", lines: atRisk },
    { level: "CAUTION", label: "No longer in the environment, and destroyed", lines: left.map(leftLine) },
    { level: "CAUTION", label: "Instances and disks are lost", lines: losses.map(warningLine) },
    { level: "CAUTION", label: "Offline between the rounds", lines: offlineLines(order) },
    { level: "CAUTION", label: "AWS will refuse it", lines: stuckLines(order) },
    { level: "WARNING", label: "On failover", lines: failovers.map(failoverLine) },
    { level: "WARNING", label: "Default routes taken over", lines: takenOverLines(takenRoutes) },
    { level: "WARNING", label: "Default routes given back", lines: givenBackLines(takenRoutes) },
    { level: "WARNING", label: "Seen under another public address", lines: addresses.map(addressLine) },
    {
      level: "note",
      label: "Order",
      title: "In this order, because AWS takes no other:",
      lines: orderLines(order),
    },
    { level: "note", label: "Default routes imported", lines: importedLines(takenRoutes) },
    { level: "note", label: "Default routes forgotten", lines: forgottenLines(takenRoutes) },
    { level: "note", label: "Price", title: "", lines: [priceLine(price)] },
    { level: "WARNING", label: "Added outside Terraform", lines: additions.map(additionLine) },
    { level: "WARNING", label: "Changed outside Terraform, and to be changed back", lines: drift },
    { level: "note", label: "Opened", lines: openings },
    { level: "note", label: "New public address", title: "New public addresses:", lines: publicAddresses },
    {
      level: "CAUTION",
      label: "Policy broken: this plan cannot be applied",
      title: "Policy broken:",
      lines: violations.map(violationLine),
    },
    {
      level: "note",
      label: "Excepted from policy",
      lines: excuses.map((parts) => parts.join(": ")),
      notes: excuses.map(([rule, ...parts]) => [`Excepted from ${rule}`, ...parts]),
    },
    { level: "note", label: "Idle exception", title: "Idle exceptions:", lines: idle },
  ];
}
