import { AttributeChange, Drift, Kind, PlannedChange } from "./changes";
import { Warning } from "../checks/egress";
import { PriceDifference } from "../checks/price-difference";
import { KINDS, Report, countOf } from "./report";

/** How a report's parts read, in a terminal and in a pull request alike. */
export function totals({ stacks, hasChanges }: Report): string {
  if (!hasChanges) return "no changes";
  const changes = stacks.flatMap((stack) => stack.changes);
  const counts = KINDS.map((kind) => `${countOf(changes, kind)} to ${kind}`).join(", ");
  return changes.length === 0 ? "outputs change, no resources" : counts;
}

export const PAST: Readonly<Record<Kind, string>> = {
  create: "created",
  update: "changed",
  replace: "replaced",
  destroy: "destroyed",
};

export function egressLine({ resource, what, kind, reason, consequence }: Warning): string {
  return `${resource}, ${what}, would be ${kind === "replace" ? "replaced" : "destroyed"}: it ${verb(reason)}. ${capital(consequence)}.`;
}

/** `aws_instance.nat_b: user_data cannot be changed in place`, or with what changes. */
export function changeLine({ address, reason, attributes }: PlannedChange): string {
  const why = reason ? ` (${reason})` : "";
  const what = attributes.length > 0 ? `: ${attributes.map(attributeText).join(", ")}` : "";
  return `${address}${why}${what}`;
}

export function driftLine(stack: string, { address, deleted, attributes }: Drift): string {
  const what = deleted ? "is gone" : attributes.map(attributeText).join(", ");
  return `${stack}/${address}: ${what}`;
}

export function priceLine(price: PriceDifference): string {
  if ("unknown" in price) return `the monthly price is not known: ${price.unknown}`;
  const { before, after, difference } = price;
  const cents = Math.round(difference * 100);
  const from = `$${before.toFixed(2)} → $${after.toFixed(2)} a month, before traffic`;
  if (cents === 0) return `the monthly price stays at $${after.toFixed(2)}, before traffic`;
  return `$${Math.abs(difference).toFixed(2)} ${cents > 0 ? "more" : "less"} a month (${from})`;
}

function attributeText({ name, before, after }: AttributeChange): string {
  return `${name} ${before} → ${after}`;
}

/** Terraform's reasons, with and without a subject of their own, after "it". */
function verb(reason: string): string {
  return /^(is|was|has|cannot)\b/.test(reason) ? reason : `has to be, because ${reason}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
