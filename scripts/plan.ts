import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { chosenName } from "../lib/config/load";
import { committedLockFile, existing } from "../lib/deploy/lock-file";
import { toMarkdown } from "../lib/deploy/markdown";
import { PlanError } from "../lib/deploy/stack-plan";
import { planFolderOf, removePlanFolder, writeReport } from "../lib/deploy/plan-folder";
import { planStacks } from "../lib/deploy/plan-stacks";
import { Report, reportOf } from "../lib/deploy/report";
import { toText } from "../lib/deploy/text";
import { Interrupted, Terraform, TerraformError } from "../lib/deploy/terraform";
import { nearest, npmCommand } from "../lib/tools/messages";
import { readJson } from "../lib/tools/read-files";
import { describeMissing } from "../lib/tools/tools";
import { allStacks } from "./support/all-stacks";
import { ENDING, fail, interruption, refuse } from "./support/ending";
import { Chosen, chosen } from "./support/environment";
import { SynthesizedStack } from "./support/manifest";
import { run } from "./support/run";
import { stacksOf } from "./support/stacks";
import { duration } from "./support/wrong-usage";

interface Options {
  readonly check?: true;
  readonly output?: string;
  readonly skipSynth?: true;
  readonly lockFile?: string;
  readonly lockTimeout: string;
  readonly replace?: string[];
  readonly new?: true;
}

run(
  new Command("npm run plan --")
    .description(
      "Synthesize the environment that ENVIRONMENT names and plan its stacks by the real terraform, in order. Says what " +
        "would be created, changed, replaced and destroyed, what egress would not survive, what is opened, what it " +
        "costs, and which policies are broken. A stack that needs what is not deployed yet is a preview; one that the environment no longer has is destroyed. Writes " +
        "plan.md, plan.json and the plans for npm run apply to <output>/plan.",
    )
    .option("--check", "exit with 2 when anything would change, was changed outside or is broken now")
    .option("-o, --output <folder>", "where the stacks and plans go (default: cdktf.out.<environment>)")
    .option("--skip-synth", "plan the stacks that are in that folder already")
    .option("--lock-file <file>", "the provider lock file (default: beside the environment's file)")
    .option(
      "--lock-timeout <duration>",
      "how long to wait for another run's lock on a state",
      duration,
      "60s",
    )
    .option("--replace <resources...>", "replace these, such as nat-instance/aws_instance.nat_b")
    .option("--new", "make everything anew, though there is a state elsewhere (to move it: npm run migrate)")
    .addHelpText(
      "after",
      "\nExit code: 0 planned, 1 not, or a policy is broken, 2 wrong usage; with --check 2 when anything would change, was " +
        "changed outside or is broken now, and 1 for wrong usage; 130 interrupted.",
    )
    .action(plan),
  // 2 says that there are changes; npm keeps a --check that has no -- before it.
  { wrongUsage: process.argv.includes("--check") || process.env["npm_config_check"] ? 1 : 2 },
);

async function plan(options: Options): Promise<void> {
  const environment = chosen(options.output);
  const missing = describeMissing(["terraform"]);
  if (missing) fail(`Planning needs ${missing}`);
  const planFolder = planFolderOf(environment.output);
  // Before anything that may fail or end the process: an earlier plan is not this one's.
  removePlanFolder(planFolder);
  const lockFile = options.lockFile ?? committedLockFile(chosenName());
  if (options.lockFile !== undefined && !existing(lockFile)) {
    refuse(
      `--lock-file: "${lockFile}" is not there; make it: ${npmCommand("lock", ["--lock-file", lockFile])}`,
    );
  }
  try {
    const report = await planAll(environment, planFolder, existing(lockFile), options);
    console.log(toText(report));
    showInWorkflow(report);
    console.error(`Written: ${join(planFolder, "plan.md")}, ${join(planFolder, "plan.json")}`);
    if (!existing(lockFile)) {
      console.error(
        `There is no ${lockFile}: any provider that fits was taken; make it and commit it: ${npmCommand("lock")}`,
      );
    }
    process.exitCode = exitCode(report, options);
  } catch (error) {
    // Nothing of an unfinished plan may be applied.
    removePlanFolder(planFolder);
    if (error instanceof Interrupted) fail("Interrupted; no plan was kept and no state is locked", 130);
    if (error instanceof TerraformError || error instanceof PlanError) fail(error.message);
    throw error;
  }
}

async function planAll(
  { environment, output }: Chosen,
  planFolder: string,
  lockFile: string | undefined,
  { lockTimeout, skipSynth, replace, new: isNew }: Options,
): Promise<Report> {
  const interrupted = interruption(ENDING);
  const stacks = await stacksOf({ environment, output }, skipSynth);
  refuseUnknown(replace, stacks);
  const all = await allStacks({ environment, output }, stacks, { planFolder, isNew, interrupted });
  const plans = await planStacks(all, {
    terraform: new Terraform({ interrupted }),
    planFolder,
    lockFile,
    lockTimeout,
    replace,
    say: (line) => console.error(`${line} …`),
  });
  const report = reportOf(plans, environment, output);
  writeReport(planFolder, report, plans);
  return report;
}

/** Terraform itself takes no notice of an address that is not there. */
function refuseUnknown(replace: readonly string[] = [], stacks: readonly SynthesizedStack[]): void {
  const known = stacks.flatMap(({ name, file }) => {
    const { resource = {} } = readJson<{ resource?: Record<string, object> }>(file);
    return Object.entries(resource).flatMap(([type, named]) =>
      Object.keys(named).map((key) => `${name}/${type}.${key}`),
    );
  });
  const unknown = replace.find((resource) => !known.includes(resource));
  if (unknown === undefined) return;
  const meant = nearest(unknown, known);
  refuse(
    `--replace: "${unknown}" is no resource of these stacks; ` +
      (meant ? `did you mean "${meant}"?` : "name one as stack/address, such as network/aws_vpc.vpc"),
  );
}

/** On the page of a workflow's run, where whoever approves it looks. */
function showInWorkflow(report: Report): void {
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (summary) appendFileSync(summary, toMarkdown(report));
}

function exitCode({ policy, hasChanges, hasDrift }: Report, { check }: Options): number {
  if (check && (hasChanges || hasDrift)) return 2;
  return policy.violations.length > 0 ? 1 : 0;
}
