import { StackResource, stateOf } from "../checks/planned";
import { changesOf } from "../terraform-json/changes";
import { movesOn } from "./leaving";
import { holds, refersTo } from "./references";
import { StackPlan } from "./stack-plan";

/** What of a stack is not destroyed in this round, because routes and the like lead there until a later one. */
export interface Waiting {
  /** The addresses of what stays. */
  readonly stays: readonly string[];
  /** `routes still leads there` */
  readonly reason: string;
}

/** What routes lead to. What has to leave a subnet or a group before that goes is `leaving.ts`'s to say. */
const LED_TO = /^aws_(network_interface|nat_gateway)$/;

/**
 * What plans would destroy though others still lead there: those will lead elsewhere, but only to what this round makes.
 * Whatever stands in the way of something else that goes does not wait.
 *
 * @param plans each after those that it takes values from
 * @returns by the stack
 */
export function waitingOf(plans: readonly StackPlan[]): Map<string, Waiting> {
  const all = stateOf(plans);
  const gone = all.filter((each) => isDestroyed(each, plans));
  const waiting = gone.flatMap((kept) => {
    const stack = planOf(kept, plans);
    // A left stack makes way as one that cannot be planned yet does (`leaving.ts`).
    if (!stack.isLeft && !LED_TO.test(kept.type)) return [];
    const isInTheWay = gone.some((other) => other.stack !== kept.stack && holds(kept, other, all));
    if (stack.preview !== undefined || (isInTheWay && !stack.isLeft)) return [];
    const users = all.filter((each) => stillLeadsTo(each, kept, plans)).map((user) => user.stack);
    return users.length > 0 ? [{ ...kept, users }] : [];
  });
  const names = plans.map(({ name }) => name).filter((name) => waiting.some(({ stack }) => stack === name));
  return new Map(
    names.map((name) => {
      const own = waiting.filter(({ stack }) => stack === name);
      const users = [...new Set(own.flatMap((each) => each.users))];
      const reason = `${users.join(" and ")} still lead${users.length === 1 ? "s" : ""} there`;
      return [name, { stays: own.map(({ address }) => address), reason }];
    }),
  );
}

/** Whether it is in a later stack that cannot be applied in this round, and leads there no longer once it is. */
function stillLeadsTo(user: StackResource, kept: StackResource, plans: readonly StackPlan[]): boolean {
  const [own, other] = [planOf(user, plans), planOf(kept, plans)];
  return (
    own.preview !== undefined &&
    plans.indexOf(own) > plans.indexOf(other) &&
    refersTo(user, kept) &&
    movesOn(user, kept, own.plan)
  );
}

function isDestroyed(resource: StackResource, plans: readonly StackPlan[]): boolean {
  return changesOf(planOf(resource, plans).plan).some(
    ({ address, kind }) => kind === "destroy" && address === resource.address,
  );
}

function planOf({ stack }: StackResource, plans: readonly StackPlan[]): StackPlan {
  return plans.find(({ name }) => name === stack)!;
}
