import { Obstacle } from "./leaving";
import { orderOf } from "./order";
import { nameOf } from "./references";
import { StackPlan } from "./stack-plan";

/** What `npm run apply` does, step by step, and why in that order. */
export interface OrderReport {
  readonly steps: readonly OrderStep[];
  /** What is in the way of something that is to go, and that no plan takes away. */
  readonly stuck: readonly Reason[];
}

export interface OrderStep {
  readonly stack: string;
  /** What is destroyed, and nothing else of the stack; undefined when all of its plan is applied. */
  readonly leaving?: readonly string[];
  /** Why it comes before others: one for each thing that it makes way for. */
  readonly before: readonly Reason[];
}

/** Why something has to go, or be led elsewhere, before something else: both as `stack/address`. */
export interface Reason {
  readonly resource: string;
  readonly makesWayFor: string;
  /** Whether AWS refuses it otherwise; else it would lead nowhere for a while. */
  readonly isRefused: boolean;
}

export function orderReport(plans: readonly StackPlan[]): OrderReport {
  const { stacks, leaving, obstacles, stuck } = orderOf(plans);
  const steps = stacks.map((stack) => ({
    stack,
    leaving: leaving.get(stack),
    before: obstacles.filter(({ holder }) => holder.stack === stack).map(reasonOf),
  }));
  return { steps, stuck: stuck.map(reasonOf) };
}

function reasonOf({ holder, kept, isRefused }: Obstacle): Reason {
  return { resource: nameOf(holder), makesWayFor: nameOf(kept), isRefused };
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
