import { PlanJson } from "../terraform-json/plan-json";
import { contextOf } from "./init";
import { StackFolder } from "./stack-plan";
import { Terraform } from "./terraform";

export interface RunPlanOptions {
  readonly terraform: Terraform;
  readonly lockFile?: string;
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
  const common = ["-input=false", "-no-color", `-lock-timeout=${lockTimeout}`];
  await terraform.run(context, "plan", ...common, ...flags, `-out=${planFile}`);
  return JSON.parse(await terraform.run(context, "show", "-json", planFile)) as PlanJson;
}
