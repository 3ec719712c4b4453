import { nameOf } from "../checks/planned";
import { Leaving, Obstacle } from "./leaving";
import { holds, refersTo } from "./references";
import { StackPlan } from "./stack-plan";

/** In what order AWS takes the plans. */
export interface Order {
  /** The stacks that something is applied of, in that order. */
  readonly stacks: readonly string[];
  /** What is destroyed before the rest of its stack can be planned, by the stack: addresses. */
  readonly leaving: ReadonlyMap<string, readonly string[]>;
  /** Why it is that order. */
  readonly obstacles: readonly Obstacle[];
  /** What AWS refuses to delete and no plan frees. */
  readonly stuck: readonly Obstacle[];
}

/**
 * Orders plans so that AWS can carry them out: what one creates before those who use it, and what one destroys after
 * those who stand in it have left.
 *
 * Most of it falls out of the plans: who no longer refers to what goes is applied first. A stack that cannot be planned
 * yet is asked to leave: of it, exactly what stands in the way is destroyed first, with what would be replaced along with
 * that; it is planned anew afterwards.
 *
 * @param plans each after those that it takes values from
 */
export function orderOf(plans: readonly StackPlan[]): Order {
  const leaving = new Leaving(plans);
  const { all } = leaving;
  const obstacles = all
    .filter((kept) => leaving.isDoomed(kept))
    .flatMap((kept) =>
      all
        .filter((holder) => leaving.makesWay(holder, kept))
        .map((holder) => ({ holder, kept, isRefused: holds(holder, kept, all) }))
        .filter(({ holder, isRefused }) => isRefused || refersTo(holder, kept)),
    );
  const applied = plans.map(({ name }) => name).filter((stack) => leaving.isApplied(stack));
  return {
    stacks: sorted(applied, obstacles),
    leaving: leaving.addresses,
    obstacles,
    stuck: leaving.stuck,
  };
}

/** Each stack after those that stand in what it destroys, which are later ones, else as given. */
function sorted(stacks: readonly string[], obstacles: readonly Obstacle[]): string[] {
  const rest = [...stacks];
  const result: string[] = [];
  while (rest.length > 0) {
    const next = rest.findIndex(
      (name) => !obstacles.some(({ holder, kept }) => kept.stack === name && rest.includes(holder.stack)),
    );
    result.push(...rest.splice(next, 1));
  }
  return result;
}

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
