import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { npmCommand } from "../tools/messages";
import { Progress } from "./events";
import { existing, keptLockFile } from "./lock-file";
import { SavedPlan, SavedPlans, digest } from "./plan-folder";
import { PlanError, StackFolder, contextOf, initStack } from "./stack-plan";
import { Terraform } from "./terraform";

export interface ApplyOptions {
  readonly terraform: Terraform;
  readonly planFolder: string;
  /** Told what is being done. */
  readonly say: (line: string) => void;
  /** Told how far terraform has come, and what it waits for. */
  readonly tell: (line: string) => void;
  /** Done last before terraform begins with a plan. @default - nothing */
  readonly before?: () => Promise<void>;
}

/** Thrown when only some plans were applied: why, and in one line what was done and what not. */
export class ApplyStopped extends Error {
  constructor(
    readonly cause: Error,
    done: { applied: readonly string[]; half: string | undefined; notBegun: readonly string[] },
  ) {
    const { applied, half, notBegun } = done;
    const parts = [
      cause.message,
      ...(half ? [`half applied: ${half}; plan again: ${npmCommand("plan")}`] : []),
      ...(applied.length > 0 ? [`applied before it: ${applied.join(", ")}`] : []),
      ...(notBegun.length > 0 ? [`not begun: ${notBegun.join(", ")}`] : []),
    ];
    super(parts.join("; "));
  }
}

/**
 * Applies saved plans, exactly as they were made, in their order.
 *
 * A plan that was applied is removed. One that failed stays: where it changed nothing it can be tried again, and else
 * terraform itself finds it stale.
 *
 * @returns the stacks that were applied
 * @throws PlanError when any plan is not the one that was written, before anything is applied
 * @throws ApplyStopped because of a PlanError when a stack's values from others are no longer those it was made with, of
 * a TerraformError in one line that names the stack, or of an Interrupted
 */
export async function applyPlans(
  { plans }: Pick<SavedPlans, "plans">,
  stacks: readonly StackFolder[],
  options: ApplyOptions,
): Promise<string[]> {
  for (const plan of plans) refuseChanged(plan, stacks, options.planFolder);
  const names = plans.map(({ stack }) => stack);
  for (const [index, plan] of plans.entries()) {
    const progress = new Progress(plan.stack);
    try {
      await applyPlan(plan, stacks, progress, options);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const [applied, notBegun] = [names.slice(0, index), names.slice(index + 1)];
      throw new ApplyStopped(error, { applied, half: progress.half, notBegun });
    }
  }
  return names;
}

/** @throws PlanError when the plan, or the stack that it was made from, has changed since */
function refuseChanged(
  { stack, file, ...plan }: SavedPlan,
  stacks: readonly StackFolder[],
  planFolder: string,
): void {
  const path = join(planFolder, file);
  const folder = stacks.find(({ name }) => name === stack);
  const problem = !existsSync(path)
    ? `${path} is not there, or was applied already; make it again`
    : digest(readFileSync(path)) !== plan.sha256
      ? `${path} is not the plan that was reported; make it again`
      : !folder || digest(readFileSync(folder.file)) !== plan.configurationSha256
        ? "the stack has changed since it was planned; plan it again"
        : undefined;
  if (problem) throw new PlanError(`${stack}: ${problem}: ${npmCommand("plan")}`);
}

async function applyPlan(
  plan: SavedPlan,
  stacks: readonly StackFolder[],
  progress: Progress,
  options: ApplyOptions,
): Promise<void> {
  const { terraform, planFolder, say, tell, before } = options;
  const stack = stackNamed(plan.stack, stacks);
  const file = resolve(planFolder, plan.file);
  for (const producer of new Set(plan.takes.map((taken) => taken.producer))) {
    say(`${plan.stack}: is what it takes from ${producer} still the same?`);
    refuseStaleValues(plan, producer, await outputsOf(stackNamed(producer, stacks), options));
  }
  say(`${plan.stack}: terraform apply${plan.leaving ? " (of what has to leave first)" : ""}`);
  const lockFile = existing(keptLockFile(planFolder, plan.stack));
  await initStack(stack, { terraform, lockFile });
  await before?.();
  await terraform.follow(contextOf(stack, lockFile), ["apply", file], (event) => {
    const line = progress.hear(event);
    if (line !== undefined) tell(line);
  });
  rmSync(file);
}

async function outputsOf(stack: StackFolder, { terraform, planFolder }: ApplyOptions): Promise<Outputs> {
  await initStack(stack, { terraform, lockFile: existing(keptLockFile(planFolder, stack.name)) });
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
    `${stack}: the plan is stale: ${producer}'s ${changed.output} has changed since it was made; plan again: ${npmCommand("plan")}`,
  );
}

function stackNamed(name: string, stacks: readonly StackFolder[]): StackFolder {
  return stacks.find((stack) => stack.name === name)!;
}
