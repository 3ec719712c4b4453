import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { Terraform } from "./terraform";
import { contextOf, initStack } from "./init";
import { PlanError, SavedPlan, SavedPlans, digest } from "./plan-folder";
import { StackFolder } from "./stack-plan";

export interface ApplyOptions {
  readonly terraform: Terraform;
  readonly planFolder: string;
  readonly say: (line: string) => void;
}

/**
 * Applies saved plans, exactly as they were made, each after those that it takes values from.
 *
 * A plan that was applied is removed. One that failed stays: where it changed nothing it can be tried again, and else
 * terraform itself finds it stale.
 *
 * @returns the stacks that were applied
 * @throws PlanError when any plan is not the one that was written, before anything is applied; or a stack's values from
 * others are no longer those it was made with
 * @throws TerraformError in one line, naming the stack
 */
export async function applyPlans(
  { plans }: SavedPlans,
  stacks: readonly StackFolder[],
  options: ApplyOptions,
): Promise<string[]> {
  for (const plan of plans) refuseChanged(plan, stacks, options.planFolder);
  const applied: string[] = [];
  try {
    for (const plan of plans) {
      await applyPlan(plan, stacks, options);
      applied.push(plan.stack);
    }
  } catch (error) {
    if (error instanceof Error) error.message += sumUp(applied, plans);
    throw error;
  }
  return applied;
}

/** @throws PlanError when the plan, or the stack that it was made from, has changed since */
function refuseChanged(
  { stack, file, ...plan }: SavedPlan,
  stacks: readonly StackFolder[],
  planFolder: string,
): void {
  const path = join(planFolder, file);
  if (!existsSync(path)) {
    throw new PlanError(
      `${stack}: ${path} is not there, or was applied already; make it again: npm run plan`,
    );
  }
  if (digest(readFileSync(path)) !== plan.sha256) {
    throw new PlanError(`${stack}: ${path} is not the plan that was reported; make it again: npm run plan`);
  }
  const folder = stacks.find(({ name }) => name === stack);
  if (!folder || digest(readFileSync(folder.file)) !== plan.configurationSha256) {
    throw new PlanError(`${stack}: the stack has changed since it was planned; plan it again: npm run plan`);
  }
}

async function applyPlan(
  plan: SavedPlan,
  stacks: readonly StackFolder[],
  options: ApplyOptions,
): Promise<void> {
  const { terraform, planFolder, say } = options;
  const stack = stackNamed(plan.stack, stacks);
  const file = resolve(planFolder, plan.file);
  for (const producer of new Set(plan.takes.map((taken) => taken.producer))) {
    say(`${plan.stack}: is what it takes from ${producer} still the same?`);
    refuseStaleValues(plan, producer, await outputsOf(stackNamed(producer, stacks), options));
  }
  say(`${plan.stack}: terraform apply`);
  const lockFile = lockFileOf(stack, planFolder);
  await initStack(stack, { terraform, lockFile });
  await terraform.run(contextOf(stack, lockFile), "apply", "-input=false", "-no-color", file);
  rmSync(file);
}

async function outputsOf(stack: StackFolder, { terraform, planFolder }: ApplyOptions): Promise<Outputs> {
  await initStack(stack, { terraform, lockFile: lockFileOf(stack, planFolder) });
  return JSON.parse(await terraform.run(contextOf(stack), "output", "-json")) as Outputs;
}

type Outputs = Readonly<Record<string, { readonly value: unknown }>>;

/** Terraform itself compares a plan with the state of its own stack only. */
function refuseStaleValues({ stack, takes }: SavedPlan, producer: string, outputs: Outputs): void {
  const changed = takes
    .filter((taken) => taken.producer === producer)
    .find(({ output, sha256 }) => digest(JSON.stringify(outputs[output]?.value ?? null)) !== sha256);
  if (!changed) return;
  throw new PlanError(
    `${stack}: the plan is stale: ${producer}'s ${changed.output} has changed since it was made; run npm run plan again`,
  );
}

function stackNamed(name: string, stacks: readonly StackFolder[]): StackFolder {
  return stacks.find((stack) => stack.name === name)!;
}

/** The one that the plans were made with. */
function lockFileOf({ name }: StackFolder, planFolder: string): string {
  return join(planFolder, `${name}.terraform.lock.hcl`);
}

function sumUp(applied: readonly string[], plans: readonly SavedPlan[]): string {
  const [, ...rest] = plans.map(({ stack }) => stack).filter((stack) => !applied.includes(stack));
  const done = applied.length > 0 ? `; applied before it: ${applied.join(", ")}` : "";
  return `${done}${rest.length > 0 ? `; not applied: ${rest.join(", ")}` : ""}`;
}
