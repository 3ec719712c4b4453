import { StackResource, nameOf, stateOf } from "../checks/planned";
import { overlap } from "../net/ranges";
import { PlanJson, ResourceChange } from "../terraform-json/plan-json";
import { changesOf, hasChanges } from "../terraform-json/changes";
import { holds, refersTo } from "./references";
import { StackPlan } from "./stack-plan";

/** Somebody who is in the way of what a plan destroys, or leads there, and so goes or moves on before it. */
export interface Obstacle {
  readonly holder: StackResource;
  readonly kept: StackResource;
  /** Whether AWS refuses to delete `kept` before; else `holder` would lead nowhere. */
  readonly isRefused: boolean;
}

/**
 * Who has to leave before plans can be applied: of a stack that cannot be planned as a whole yet, because it takes what
 * is only going to be made, the resources that stand in what others' plans destroy.
 */
export class Leaving {
  /** What every stack has now, as its plan read it. */
  readonly all: readonly StackResource[];
  private readonly byStack = new Map<string, Set<string>>();
  private readonly stuckByName = new Map<string, Obstacle>();

  constructor(private readonly plans: readonly StackPlan[]) {
    this.all = stateOf(plans);
    for (const stack of plans) {
      // Once a stack is planned to leave, its plan says so itself.
      const addresses = stack.leaving ?? (mustSplit(stack) ? goneBy(stack.plan) : undefined);
      if (addresses) this.byStack.set(stack.name, new Set(addresses));
    }
    // What leaves is itself something that others may stand in, until nothing is added any more.
    while (this.addHolders());
  }

  /** What leaves, by its stack: addresses. */
  get addresses(): ReadonlyMap<string, readonly string[]> {
    return new Map([...this.byStack].map(([stack, addresses]) => [stack, [...addresses]]));
  }

  /** What AWS refuses to delete and no plan frees. */
  get stuck(): readonly Obstacle[] {
    return [...this.stuckByName.values()];
  }

  /** Whether anything of a stack is applied now. */
  isApplied(stack: string): boolean {
    return this.byStack.has(stack) || this.isWhole(stack);
  }

  /** Whether what is applied now destroys it. */
  isDoomed(each: StackResource): boolean {
    if (this.isLeaving(each)) return true;
    return this.isWhole(each.stack) && goneBy(this.plan(each.stack).plan).includes(each.address);
  }

  /** Whether what is applied now takes `holder` away from `kept`, which another stack has. */
  makesWay(holder: StackResource, kept: StackResource): boolean {
    if (holder.stack === kept.stack || !this.mayStandIn(holder, kept)) return false;
    if (this.isLeaving(holder)) return true;
    return this.isWhole(holder.stack) && movesOn(holder, kept, this.plan(holder.stack).plan);
  }

  /**
   * Whether a resource's stack is the other's or comes after it. That of an earlier one only repeats what a later one
   * put into it: AWS lists a route in its table, and a rule in its group.
   */
  private mayStandIn(holder: StackResource, kept: StackResource): boolean {
    const [later, earlier] = [holder, kept].map(({ stack }) => this.plans.indexOf(this.plan(stack)));
    return later! >= earlier!;
  }

  /** Adds those who stand in what is to go. @returns whether there were any */
  private addHolders(): boolean {
    const added = this.all.filter((kept) => this.isDoomed(kept)).map((kept) => this.addHoldersOf(kept));
    return added.includes(true);
  }

  private addHoldersOf(kept: StackResource): boolean {
    let added = false;
    const holders = this.all.filter((each) => each !== kept && this.mayStandIn(each, kept));
    for (const holder of holders.filter((each) => holds(each, kept, this.all))) {
      const { name, plan, preview } = this.plan(holder.stack);
      // Terraform itself orders what one plan destroys.
      if (this.isLeaving(holder) || (name === kept.stack && !this.isLeaving(kept))) continue;
      if (!movesOn(holder, kept, plan)) {
        this.stuckByName.set(nameOf(holder), { holder, kept, isRefused: true });
      } else if (preview !== undefined || this.byStack.has(name)) {
        this.add(holder);
        added = true;
      }
    }
    return added;
  }

  /** With what was made after it and would be replaced or destroyed anyway. */
  private add(holder: StackResource): void {
    const gone = goneBy(this.plan(holder.stack).plan);
    const dependents = this.all.filter(
      ({ stack, address, depends_on = [] }) =>
        stack === holder.stack && gone.includes(address) && depends_on.includes(holder.address),
    );
    const addresses = this.byStack.get(holder.stack) ?? new Set();
    for (const { address } of [holder, ...dependents]) addresses.add(address);
    this.byStack.set(holder.stack, addresses);
  }

  private isLeaving({ stack, address }: StackResource): boolean {
    return this.byStack.get(stack)?.has(address) ?? false;
  }

  /** Whether all of a stack's plan is applied now. */
  private isWhole(stack: string): boolean {
    const { preview, plan } = this.plan(stack);
    return preview === undefined && !this.byStack.has(stack) && hasChanges(plan);
  }

  private plan(stack: string): StackPlan {
    return this.plans.find(({ name }) => name === stack)!;
  }
}

/** The addresses of what a plan destroys, to make it anew or not. */
function goneBy(plan: PlanJson): string[] {
  return changesOf(plan)
    .filter(({ kind }) => kind === "replace" || kind === "destroy")
    .map(({ address }) => address);
}

/** Whether a plan takes a resource away from another that is to go. */
export function movesOn(
  { address }: StackResource,
  kept: StackResource,
  { resource_changes = [] }: PlanJson,
): boolean {
  const change = resource_changes.find((resource) => resource.address === address)?.change;
  if (!change || ["no-op", "read", "create", "forget"].includes(change.actions.join())) return false;
  return !change.after || !refersTo({ values: change.after as Record<string, unknown> }, kept);
}

/**
 * Whether terraform itself cannot apply a plan in one go: it moves something out of what it destroys only afterwards
 * (an internet gateway, out of a VPC), or makes a subnet without waiting for another's end, whose range it takes.
 */
function mustSplit(stack: StackPlan): boolean {
  if (stack.preview !== undefined) return false;
  const standing = stateOf([stack]);
  const gone = standing.filter(({ address }) => goneBy(stack.plan).includes(address));
  const moved = changesOf(stack.plan).filter(({ kind }) => kind === "update");
  const movesTooLate = moved.some(({ address }) => {
    const holder = standing.find((each) => each.address === address);
    return holder !== undefined && gone.some((kept) => holds(holder, kept, standing));
  });
  const changes = stack.plan.resource_changes ?? [];
  return movesTooLate || gone.some((subnet) => changes.some((change) => takesRangeOf(subnet, change)));
}

function takesRangeOf(subnet: StackResource, { address, type, change }: ResourceChange): boolean {
  if (type !== "aws_subnet" || subnet.type !== "aws_subnet" || address === subnet.address) return false;
  if (!change.actions.includes("create")) return false;
  const [taken, left] = [(change.after as { cidr_block?: string }).cidr_block, subnet.values["cidr_block"]];
  return taken !== undefined && overlap(taken, String(left));
}
