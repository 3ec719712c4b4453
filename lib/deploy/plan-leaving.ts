import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { changesOf } from "../terraform-json/changes";
import { initStack } from "./init";
import { PlanError } from "./plan-error";
import { RunPlanOptions, runPlan } from "./run-plan";
import { StackPlan } from "./stack-plan";

export interface LeavingOptions extends RunPlanOptions {
  readonly planFolder: string;
  readonly say: (line: string) => void;
}

/**
 * Plans that some resources of a stack are destroyed, and nothing else. This plan is kept in place of the stack's own.
 *
 * Terraform's `destroy -target` would take along whatever depends on them, such as the Elastic IP of a host. So it plans
 * a configuration without any resource, in a folder beside the stack's, whose targets alone are then superfluous.
 *
 * @throws PlanError when terraform would destroy anything else
 */
export async function planLeaving(
  stack: StackPlan,
  addresses: readonly string[],
  options: LeavingOptions,
): Promise<StackPlan> {
  const { name } = stack;
  options.say(`${name}: terraform plan (of what has to leave first)`);
  const folder = `${stack.folder}.leaving`;
  const planFile = resolve(options.planFolder, `${name}.tfplan`);
  rmSync(planFile, { force: true });
  mkdirSync(folder, { recursive: true });
  try {
    const file = join(folder, "cdk.tf.json");
    const { terraform, provider } = JSON.parse(readFileSync(stack.file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ terraform, provider }));
    const emptied = { name, folder, file };
    await initStack(emptied, options);
    const targets = addresses.map((address) => `-target=${address}`);
    const changes = changesOf(await runPlan(emptied, planFile, targets, options));
    const wrong = changes.find(({ address, kind }) => kind !== "destroy" || !addresses.includes(address));
    if (wrong) throw new PlanError(`${name}: terraform would ${wrong.kind} ${wrong.address} too`);
    const preview = stack.preview ?? "what it destroys has to be gone before it can make the rest";
    return { ...stack, preview, planFile, leaving: changes.map(({ address }) => address), takes: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
