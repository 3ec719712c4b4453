import { readFileSync } from "node:fs";
import { Command } from "commander";
import { ApplyStopped, applyPlans } from "../lib/deploy/apply";
import { PlanError } from "../lib/deploy/stack-plan";
import { SavedPlans, planFolderOf, readPlans } from "../lib/deploy/plan-folder";
import { Interrupted, Terraform, TerraformError } from "../lib/deploy/terraform";
import { npmCommand } from "../lib/tools/messages";
import { describeMissing } from "../lib/tools/tools";
import { ENDING, fail, interruption } from "./support/ending";
import { Chosen, chosen } from "./support/environment";
import { SynthesizedStack, readManifest } from "./support/manifest";
import { run } from "./support/run";
import { synthesizeAside } from "./support/synthesize";

interface Options {
  readonly output?: string;
  readonly skipSynth?: true;
}

run(
  new Command("npm run apply --")
    .description(
      "Apply exactly the plans that npm run plan wrote for the environment that ENVIRONMENT names, in order. Refuses " +
        "them when the stacks, the states or the values that they were made from have changed since.",
    )
    .option("-o, --output <folder>", "where the stacks and plans are (default: cdktf.out.<environment>)")
    .option("--skip-synth", "do not compare the plans with what is synthesized now")
    .addHelpText(
      "after",
      "\nExit code: 0 applied, or there was nothing to apply; 1 not, or not all of it, or the plan breaks a policy; 2 wrong " +
        "usage; 130 interrupted.",
    )
    .action(apply),
);

async function apply({ output: given, skipSynth }: Options): Promise<void> {
  const missing = describeMissing(["terraform"]);
  if (missing) fail(`Applying needs ${missing}`);
  const { environment, output } = chosen(given);
  const planFolder = planFolderOf(output);
  try {
    const plans = readPlans(planFolder);
    if (plans.environment !== environment.name) {
      throw new PlanError(
        `${planFolder}: holds plans of "${plans.environment}", not of "${environment.name}"`,
      );
    }
    refuseBroken(plans, planFolder);
    const stacks = readManifest(output);
    if (!skipSynth) await refuseOtherSources({ environment, output }, stacks);
    const applied = await applyPlans(plans, stacks, {
      terraform: new Terraform({ interrupted: interruption(ENDING) }),
      planFolder,
      say: (line) => console.error(`${line} …`),
      tell: (line) => console.error(line),
    });
    console.log(applied.length > 0 ? `Applied: ${applied.join(", ")}` : "There was nothing to apply");
    const previews = plans.stacks.filter(({ preview }) => preview !== undefined).map(({ stack }) => stack);
    if (previews.length > 0) {
      console.log(`Only previewed so far: ${previews.join(", ")}; plan them now: ${npmCommand("plan")}`);
    }
  } catch (error) {
    const cause = error instanceof ApplyStopped ? error.cause : error;
    if (cause instanceof Interrupted) {
      fail((error as Error).message.replace(/^interrupted/, "Interrupted"), 130);
    }
    if (cause instanceof TerraformError || cause instanceof PlanError) fail((error as Error).message);
    throw error;
  }
}

/** A plan that breaks a policy was not kept, and is no empty one. */
function refuseBroken({ policy, hasChanges, plans }: SavedPlans, planFolder: string): void {
  const rules = [...new Set(policy.violations.map(({ rule }) => rule))];
  if (rules.length > 0) {
    throw new PlanError(
      `${planFolder}: the plan breaks a policy (${rules.join(", ")}), so there is none to apply; plan.md there says what ` +
        `fixes it; then: ${npmCommand("plan")}`,
    );
  }
  if (hasChanges && plans.length === 0) {
    throw new PlanError(
      `${planFolder}: nothing of the plan can be applied yet; plan again: ${npmCommand("plan")}`,
    );
  }
}

/** The plans must be of what the sources say now: a checkout of another commit is not what was reviewed. */
async function refuseOtherSources(
  { environment }: Chosen,
  stacks: readonly SynthesizedStack[],
): Promise<void> {
  for (const { name, file } of readManifest(await synthesizeAside(environment.name))) {
    const planned = stacks.find((stack) => stack.name === name);
    if (planned && readFileSync(planned.file, "utf8") === readFileSync(file, "utf8")) continue;
    throw new PlanError(
      `${name}: the sources have changed since it was planned; plan it again: ${npmCommand("plan")}`,
    );
  }
}
