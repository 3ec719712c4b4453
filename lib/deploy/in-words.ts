import { Addition } from "../checks/added-by-hand";
import { Warning } from "../checks/egress";
import { OnFailover } from "../checks/on-failover";
import { Violation } from "../checks/policy";
import { PriceDifference } from "../checks/price-difference";
import { AddressChange } from "../checks/public-addresses";
import { Problem } from "../checks/problems";
import { Drift, Kind, PlannedChange, attributesText } from "../terraform-json/changes";
import { OrderReport, OrderStep } from "./order";
import { Report, StackReport, kindsOf, countOf } from "./report";

/** How a report's parts read, in a terminal and in a pull request alike. */
export function totals({ stacks, hasChanges, hasDrift }: Report): string {
  if (!hasChanges)
    return hasDrift ? "nothing that terraform would change, but not all is well" : "no changes";
  const changes = stacks.flatMap((stack) => stack.changes);
  const counts = kindsOf(stacks)
    .map((kind) => `${countOf(changes, kind)} to ${kind}`)
    .join(", ");
  return changes.length === 0 ? "outputs change, no resources" : counts;
}

export const PAST: Readonly<Record<Kind, string>> = {
  create: "created",
  update: "changed",
  replace: "replaced",
  destroy: "destroyed",
  import: "imported",
  forget: "forgotten",
};

/** `routes (preview: nat-gateway is not deployed yet)` */
export function stackTitle({ stack, preview, isLeft }: StackReport): string {
  if (isLeft) return `${stack} (no longer in the environment${preview ? `; later: ${preview}` : ""})`;
  return preview ? `${stack} (preview: ${preview})` : stack;
}

/** What is destroyed of a stack that the environment no longer has, and when. */
export function leftLine({ stack, preview, changes }: StackReport): string {
  const what = `${stack}: all that its state holds, ${counted(changes.length)}`;
  return preview
    ? `${what}, in a later round: ${preview}`
    : `${what}, last; to keep it, put it back into the environment`;
}

function counted(resources: number): string {
  return resources === 1 ? "1 resource" : `${resources} resources`;
}

export function addressLine({ who, from, to = "one that AWS chooses" }: AddressChange): string {
  return `${who}: from ${from} to ${to}; allow-lists that name the old one break`;
}

export function failoverLine({ table, to, since }: OnFailover): string {
  return `${table} is on failover to ${to} since ${since}; it comes back once its host has been well for five minutes`;
}

export function problemLine({ what, fix }: Problem): string {
  return `${what}; to fix it: ${fix}`;
}

/** `nat-instance/aws_instance.nat_b, the NAT host, would be replaced: it …. The private subnets of …` */
export function warningLine({ resource, what, kind, reason, consequence }: Warning): string {
  const why = reason === undefined ? "" : `: ${kind === "update" ? reason : `it ${verb(reason)}`}`;
  return `${resource}, ${what}, would be ${PAST[kind]}${why}. ${capital(consequence)}.`;
}

/** `aws_instance.nat_b: user_data cannot be changed in place`, or with what changes. */
export function changeLine(change: PlannedChange): string {
  return `${change.address}${whyAndWhat(change)}`;
}

/** One line for each change, but one for all that change alike, as they do when a default tag is another. */
export function changeLines(changes: readonly PlannedChange[]): string[] {
  const alike = (one: PlannedChange, other: PlannedChange) =>
    one.kind === "update" && other.kind === "update" && whyAndWhat(one) === whyAndWhat(other);
  return changes.flatMap((change) => {
    const same = changes.filter((other) => alike(change, other));
    if (same.length < MANY) return [changeLine(change)];
    const addresses = same.map(({ address }) => address).join(", ");
    return same[0] === change ? [`${same.length} resources${whyAndWhat(change)} (${addresses})`] : [];
  });
}

/** From so many on, what changes alike is one line. */
const MANY = 3;

export function driftLine(stack: string, { address, deleted, attributes }: Drift): string {
  const what = deleted ? "is gone" : attributesText({ attributes });
  return `${stack}/${address}: ${what}`;
}

export function additionLine({ resource, what, isUndone, undo }: Addition): string {
  return isUndone
    ? `${resource}: ${what}, added by hand; applying takes it away, or at once: ${undo}`
    : `${resource}: ${what}, added by hand: no stack has it, and applying leaves it; take it away: ${undo}`;
}

export function violationLine({ rule, resource, reason, fix, byHand }: Violation): string {
  const what = byHand.map(({ what, undo }) => `${what}, added by hand; take it away: ${undo}`);
  return `${rule}: ${resource}: ${reason}; ${what.length > 0 ? what.join("; ") : fix}`;
}

export function priceLine(price: PriceDifference): string {
  if ("unknown" in price) return `the monthly price is not known: ${price.unknown}`;
  const { before, after } = price;
  // Of what is shown, so that the three add up.
  const cents = Math.round(after * 100) - Math.round(before * 100);
  const from = `$${before.toFixed(2)} → $${after.toFixed(2)} a month, before traffic`;
  if (cents === 0) return `the monthly price stays at $${after.toFixed(2)}, before traffic`;
  return `$${(Math.abs(cents) / 100).toFixed(2)} ${cents > 0 ? "more" : "less"} a month (${from})`;
}

export function unreadLine(unread: string): string {
  return `whether the private subnets are online, and stay so, is not known: ${unread}`;
}

function whyAndWhat(change: PlannedChange): string {
  const why = [...(change.isImported ? ["is imported"] : []), ...(change.reason ? [change.reason] : [])];
  return `${why.length > 0 ? ` (${why.join(", ")})` : ""}${whatChanges(change)}`;
}

function whatChanges({ kind, attributes }: PlannedChange): string {
  if (attributes.length > 0) return `: ${attributesText({ attributes })}`;
  return kind === "update" ? ": only how terraform writes it down, nothing in AWS" : "";
}

/** Terraform's reasons, with and without a subject of their own, after "it". */
function verb(reason: string): string {
  return /^(is|was|has|cannot)\b/.test(reason) ? reason : `has to be, because ${reason}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The steps, where they are not simply the stacks' own order. */
export function orderLines({ steps }: OrderReport): string[] {
  if (steps.every(({ leaving, before }) => !leaving && before.length === 0)) return [];
  const isSplit = steps.some(({ leaving }) => leaving);
  return [
    ...steps.map((step, index) => `${index + 1}. ${step.stack}${whatOf(step)}${whyOf(step)}`),
    ...(isSplit
      ? ["Then plan and apply again, until nothing is left: the rest is made in later rounds"]
      : []),
  ];
}

/** What is destroyed now and made again in a later round only. */
export function offlineLines({ steps }: OrderReport): string[] {
  return steps.flatMap(({ stack, leaving = [] }) => {
    const lost = leaving.filter((address) =>
      /^aws_(instance|route|nat_gateway|vpc_endpoint|lb)\./.test(address),
    );
    return lost.length === 0
      ? []
      : [
          `${stack}: ${listed(lost)}: destroyed now, disks and all, and made anew in a later round only: whatever needs them is offline until then`,
        ];
  });
}

export function stuckLines({ stuck }: OrderReport): string[] {
  return stuck.map(
    ({ resource, makesWayFor }) =>
      `${makesWayFor} cannot be deleted while ${resource} is there, which no plan takes away; take it away first`,
  );
}

function whatOf({ leaving }: OrderStep): string {
  return leaving ? ` destroys ${listed(leaving)} and nothing else yet` : "";
}

function whyOf({ before, stack }: OrderStep): string {
  const others = before.filter(({ makesWayFor }) => !makesWayFor.startsWith(`${stack}/`));
  const refused = others.filter(({ isRefused }) => isRefused);
  const [reasons, why] =
    refused.length > 0
      ? [refused, "which AWS deletes only when nothing is left there"]
      : [others, "which would lead nowhere otherwise"];
  if (reasons.length === 0) return "";
  return `: makes way for ${listed([...new Set(reasons.map(({ makesWayFor }) => makesWayFor))])}, ${why}`;
}

function listed(names: readonly string[]): string {
  return names.length <= 4
    ? names.join(", ")
    : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}
