import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { changesOf, hasChanges } from "../terraform-json/changes";
import { remoteValues } from "../terraform-json/remote-state";
import { emptied } from "./left-stacks";
import { keptLockFile } from "./lock-file";
import { orderOf } from "./order";
import { notYetReal, outputChange, placeholderOverride, previewReason } from "./placeholders";
import { Waiting, waitingOf } from "./waiting";
import { PlanError, RunPlanOptions, StackFolder, StackPlan, initStack, runPlan } from "./stack-plan";

export interface PlanOptions extends RunPlanOptions {
  /** Where the saved plans go, with the lock file that each was made with. */
  readonly planFolder: string;
  /** What to replace though nothing about it changed, as `stack/address`. @default - nothing */
  readonly replace?: readonly string[];
  /** Told what is being done. */
  readonly say: (line: string) => void;
}

const OVERRIDE = "preview_override.tf.json";

/**
 * Plans every stack by the real terraform.
 *
 * A stack that takes values which no state holds yet is planned with placeholders for them, and is a preview. What of
 * it stands in the way of others' plans is planned to leave first, and what it still leads to is planned to stay.
 *
 * @param stacks each after those that it takes values from
 * @throws TerraformError in one line, naming the stack
 */
export async function planStacks(stacks: readonly StackFolder[], options: PlanOptions): Promise<StackPlan[]> {
  mkdirSync(options.planFolder, { recursive: true });
  const plans: StackPlan[] = [];
  for (const stack of stacks) plans.push(await planStack(stack, plans, options));
  for (const [stack, waiting] of waitingOf(plans)) {
    const index = plans.findIndex(({ name }) => name === stack);
    plans[index] = await planWaiting(plans[index]!, waiting, options);
  }
  const { leaving } = orderOf(plans);
  for (const [index, stack] of plans.entries()) {
    const addresses = leaving.get(stack.name);
    if (addresses) plans[index] = await planLeaving(stack, addresses, options);
  }
  return plans;
}

/**
 * Plans one stack.
 *
 * @param producers the plans of those that it takes values from
 * @throws TerraformError in one line, naming the stack
 */
export async function planStack(
  stack: StackFolder,
  producers: readonly StackPlan[],
  options: PlanOptions,
): Promise<StackPlan> {
  const taken = remoteValues(readFileSync(stack.file, "utf8"));
  const unreal = notYetReal(taken, producers);
  const preview = unreal.length > 0 ? previewReason(unreal, producers) : undefined;
  const override = join(stack.folder, OVERRIDE);
  // Left behind by a run that was killed.
  rmSync(override, { force: true });
  options.say(`${stack.name}: terraform init`);
  await initStack(stack, options);
  options.say(`${stack.name}: terraform plan${preview ? ` (a preview: ${preview})` : ""}`);
  const planFile = preview
    ? resolve(stack.folder, "preview.tfplan")
    : resolve(options.planFolder, `${stack.name}.tfplan`);
  try {
    if (preview) {
      writeFileSync(override, JSON.stringify(placeholderOverride(stack, unreal, producers), null, 2));
    }
    const replaced = (options.replace ?? [])
      .filter((resource) => resource.startsWith(`${stack.name}/`))
      .map((resource) => `-replace=${resource.slice(stack.name.length + 1)}`);
    const plan = await runPlan(stack, planFile, replaced, options);
    keepLockFile(stack, options.planFolder);
    const takes = taken.map((value) => ({ ...value, value: outputChange(value, producers)?.after }));
    const isKept = preview === undefined && hasChanges(plan);
    if (!isKept) rmSync(planFile);
    return { ...stack, plan, preview, planFile: isKept ? planFile : undefined, takes };
  } finally {
    rmSync(override, { force: true });
    if (preview) rmSync(planFile, { force: true });
  }
}

/** Plans all of a stack but what has to stay for this round. Nothing of it is applied where that is all. */
async function planWaiting(
  stack: StackPlan,
  { stays, reason }: Waiting,
  options: PlanOptions,
): Promise<StackPlan> {
  const { planFile, ...rest } = stack;
  const targets = changesOf(stack.plan)
    .filter(({ address }) => !stays.includes(address))
    .map(({ address }) => `-target=${address}`);
  if (stack.isLeft || targets.length === 0) {
    rmSync(planFile!);
    return { ...rest, preview: reason };
  }
  options.say(`${stack.name}: terraform plan (without what has to stay until later)`);
  return { ...stack, plan: await runPlan(stack, planFile!, targets, options) };
}

function keepLockFile({ name, folder }: StackFolder, planFolder: string): void {
  const file = join(folder, ".terraform.lock.hcl");
  // A provider that runs already, for debugging, is in none.
  if (existsSync(file)) copyFileSync(file, keptLockFile(planFolder, name));
}

/**
 * Plans that some resources of a stack are destroyed, and nothing else. This plan is kept in place of the stack's own.
 *
 * Terraform's `destroy -target` would take along whatever depends on them, such as the Elastic IP of a host. So it plans
 * a configuration without any resource, in a folder beside the stack's, whose targets alone are then superfluous.
 *
 * @throws PlanError when terraform would destroy anything else
 */
async function planLeaving(
  stack: StackPlan,
  addresses: readonly string[],
  options: PlanOptions,
): Promise<StackPlan> {
  const { name } = stack;
  options.say(`${name}: terraform plan (of what has to leave first)`);
  const folder = `${stack.folder}.leaving`;
  const planFile = resolve(options.planFolder, `${name}.tfplan`);
  rmSync(planFile, { force: true });
  mkdirSync(folder, { recursive: true });
  try {
    const file = join(folder, "cdk.tf.json");
    writeFileSync(file, JSON.stringify(emptied(stack.file)));
    const empty = { name, folder, file };
    await initStack(empty, options);
    const targets = addresses.map((address) => `-target=${address}`);
    const changes = changesOf(await runPlan(empty, planFile, targets, options));
    const wrong = changes.find(({ address, kind }) => kind !== "destroy" || !addresses.includes(address));
    if (wrong) throw new PlanError(`${name}: terraform would ${wrong.kind} ${wrong.address} too`);
    const rest = stack.isLeft
      ? "the rest of it is destroyed in a later round"
      : "what it destroys has to be gone before it can make the rest";
    const preview = stack.preview ?? rest;
    return { ...stack, preview, planFile, leaving: changes.map(({ address }) => address), takes: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
