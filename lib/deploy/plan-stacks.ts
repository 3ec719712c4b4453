import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { RemoteValue } from "../terraform-json/remote-state";
import { Terraform } from "./terraform";
import { hasChanges } from "../terraform-json/changes";
import { initStack } from "./init";
import { runPlan } from "./run-plan";
import { orderOf } from "./order";
import { planLeaving } from "./plan-leaving";
import { StackFolder, StackPlan, notYetReal, previewReason, takenBy } from "./stack-plan";
import { placeholderOutputs, placeholderState } from "./placeholders";

export interface PlanOptions {
  readonly terraform: Terraform;
  /** Where the saved plans go, with the lock file that each was made with. */
  readonly planFolder: string;
  /** The environment's committed lock file. @default - any provider that fits the constraint */
  readonly lockFile?: string;
  /** How long to wait for another run's lock on the state, such as `60s`. */
  readonly lockTimeout: string;
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
 * it stands in the way of others' plans is planned to leave first.
 *
 * @param stacks each after those that it takes values from
 * @throws TerraformError in one line, naming the stack
 */
export async function planStacks(stacks: readonly StackFolder[], options: PlanOptions): Promise<StackPlan[]> {
  mkdirSync(options.planFolder, { recursive: true });
  const plans: StackPlan[] = [];
  for (const stack of stacks) plans.push(await planStack(stack, plans, options));
  const { leaving } = orderOf(plans);
  for (const [index, stack] of plans.entries()) {
    const addresses = leaving.get(stack.name);
    if (addresses) plans[index] = await planLeaving(stack, addresses, options);
  }
  return plans;
}

async function planStack(
  stack: StackFolder,
  producers: readonly StackPlan[],
  options: PlanOptions,
): Promise<StackPlan> {
  const taken = takenBy(stack);
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
      writeFileSync(override, JSON.stringify(placeholders(stack, unreal, taken, producers), null, 2));
    }
    const replaced = (options.replace ?? [])
      .filter((resource) => resource.startsWith(`${stack.name}/`))
      .map((resource) => `-replace=${resource.slice(stack.name.length + 1)}`);
    const plan = await runPlan(stack, planFile, replaced, options);
    keepLockFile(stack, options.planFolder);
    const takes = taken.map((value) => ({ ...value, value: valueOf(value, producers) }));
    const isKept = preview === undefined && hasChanges(plan);
    if (!isKept) rmSync(planFile);
    return { ...stack, plan, preview, planFile: isKept ? planFile : undefined, takes };
  } finally {
    rmSync(override, { force: true });
    if (preview) rmSync(planFile, { force: true });
  }
}

/** An override of what the stack reads of others' states: files with the values that those will have. */
function placeholders(
  stack: StackFolder,
  unreal: readonly RemoteValue[],
  taken: readonly RemoteValue[],
  producers: readonly StackPlan[],
): object {
  const labels = new Map(
    taken
      .filter(({ producer }) => unreal.some((value) => value.producer === producer))
      .map(({ label, producer }) => [label, producer]),
  );
  mkdirSync(join(stack.folder, ".terraform"), { recursive: true });
  const states = [...labels].map(([label, name]) => {
    const path = resolve(stack.folder, ".terraform", `placeholder-${name}.tfstate`);
    const plan = producers.find((producer) => producer.name === name)?.plan ?? {};
    writeFileSync(path, placeholderState(placeholderOutputs(plan)));
    return [label, { backend: "local", config: { path } }] as const;
  });
  return { data: { terraform_remote_state: Object.fromEntries(states) } };
}

function valueOf({ producer, output }: RemoteValue, producers: readonly StackPlan[]): unknown {
  return producers.find(({ name }) => name === producer)?.plan.output_changes?.[output]?.after;
}

/** Applying must take the provider that the plan was made with, also where no lock file is committed. */
function keepLockFile({ name, folder }: StackFolder, planFolder: string): void {
  const file = join(folder, ".terraform.lock.hcl");
  // A provider that runs already, for debugging, is in none.
  if (existsSync(file)) copyFileSync(file, join(planFolder, `${name}.terraform.lock.hcl`));
}
