import { copyFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PlannedStack } from "../checks/planned";
import { PlanJson } from "../terraform-json/plan-json";
import { Context } from "./failures";
import { Terraform } from "./terraform";

/** Why plans cannot be made or applied, in one line. */
export class PlanError extends Error {}

/** A stack that is synthesized, and where. */
export interface StackFolder {
  readonly name: string;
  readonly folder: string;
  /** The stack's JSON. */
  readonly file: string;
}

/** A value of another stack that a plan was made with. */
export interface Taken {
  readonly producer: string;
  readonly output: string;
  readonly value: unknown;
}

/** Terraform's plan of a stack. */
export interface StackPlan extends PlannedStack, StackFolder {
  /** The saved plan; that of a preview, or of no changes, is not kept. */
  readonly planFile?: string;
  /** What the saved plan destroys and nothing else, where that has to be done before the rest can be. */
  readonly leaving?: readonly string[];
  readonly takes: readonly Taken[];
}

/**
 * Initializes a stack's folder: with exactly the providers of a lock file, or without one with any that fits.
 *
 * @throws TerraformError in one line when there is no way to the backend or the provider, or the lock file differs
 */
export async function initStack(
  stack: StackFolder,
  { terraform, lockFile }: { readonly terraform: Terraform; readonly lockFile?: string },
): Promise<void> {
  const own = join(stack.folder, ".terraform.lock.hcl");
  if (lockFile) copyFileSync(lockFile, own);
  else rmSync(own, { force: true });
  const readonly = lockFile ? ["-lockfile=readonly"] : [];
  await terraform.run(contextOf(stack, lockFile), "init", "-input=false", "-no-color", ...readonly);
}

/** What messages about a stack need to know. */
export function contextOf({ name, folder, file }: StackFolder, lockFile?: string): Context {
  const { terraform } = JSON.parse(readFileSync(file, "utf8")) as {
    terraform?: { backend?: Pick<Context, "s3"> };
  };
  return { name, folder, lockFile, s3: terraform?.backend?.s3 };
}

export interface RunPlanOptions {
  readonly terraform: Terraform;
  /** The environment's committed lock file. @default - any provider that fits the constraint */
  readonly lockFile?: string;
  /** How long to wait for another run's lock on the state, such as `60s`. */
  readonly lockTimeout: string;
}

/**
 * Has terraform plan an initialized stack.
 *
 * @param planFile where the plan is saved
 * @param flags what is special about this plan, such as `-target=…`
 * @throws TerraformError in one line, naming the stack
 */
export async function runPlan(
  stack: StackFolder,
  planFile: string,
  flags: readonly string[],
  { terraform, lockFile, lockTimeout }: RunPlanOptions,
): Promise<PlanJson> {
  const context = contextOf(stack, lockFile);
  const lock = `-lock-timeout=${lockTimeout}`;
  await terraform.follow(context, ["plan", lock, ...flags, `-out=${planFile}`]);
  return JSON.parse(await terraform.run(context, "show", "-json", planFile)) as PlanJson;
}
