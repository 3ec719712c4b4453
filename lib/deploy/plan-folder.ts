import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { npmCommand } from "../tools/messages";
import { readJson } from "../tools/read-files";
import { toMarkdown } from "./markdown";
import { Report } from "./report";
import { PlanError, StackPlan } from "./stack-plan";

const savedPlan = z.object({
  stack: z.string(),
  /** The plan's file in the plan folder. */
  file: z.string(),
  sha256: z.string(),
  /** Of the stack's JSON that it was made from. */
  configurationSha256: z.string(),
  /** What it destroys and nothing else; left out for a plan of the whole stack. */
  leaving: z.array(z.string()).optional(),
  /** Whether the environment no longer has the stack; left out where it has. */
  isLeft: z.literal(true).optional(),
  /** The values of other stacks that it was made with, by their digests: they are marked as sensitive. */
  takes: z.array(z.object({ producer: z.string(), output: z.string(), sha256: z.string() })),
});

const planFile = z.object({
  formatVersion: z.literal(1),
  environment: z.string(),
  hasChanges: z.boolean(),
  policy: z.object({ violations: z.array(z.object({ rule: z.string() })) }),
  stacks: z.array(z.object({ stack: z.string(), preview: z.string().optional() })),
  /** In the order to apply them in. */
  plans: z.array(savedPlan),
});

export type SavedPlan = z.infer<typeof savedPlan>;
/** What `plan.json` says, as far as it is read back. */
export type SavedPlans = z.infer<typeof planFile>;

/** The folder of the plans of what cdktf wrote to `output`. */
export function planFolderOf(output: string): string {
  return join(output, "plan");
}

/** Removes the plan folder, so that nothing of an earlier plan can be taken for this one's. */
export function removePlanFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Writes `plan.md` and `plan.json`; the plans of a report that breaks a policy are removed. */
export function writeReport(folder: string, report: Report, plans: readonly StackPlan[]): void {
  const isBroken = report.policy.violations.length > 0;
  const saved = report.order.steps.map(({ stack }) => plans.find(({ name }) => name === stack)!);
  if (isBroken) for (const { planFile } of saved) rmSync(planFile!);
  const content = { formatVersion: 1, ...report, plans: isBroken ? [] : saved.map(savedPlanOf) };
  writeFileSync(join(folder, "plan.md"), toMarkdown(report));
  writeFileSync(join(folder, "plan.json"), `${JSON.stringify(content, null, 2)}\n`);
}

/** @throws PlanError when there are no plans, or nothing that this version wrote */
export function readPlans(folder: string): SavedPlans {
  const file = join(folder, "plan.json");
  if (!existsSync(file))
    throw new PlanError(`${folder}: there are no plans; make them: ${npmCommand("plan")}`);
  const { data, success } = planFile.safeParse(readJson(file));
  if (!success)
    throw new PlanError(
      `${file}: is of another version of this project; make it again: ${npmCommand("plan")}`,
    );
  return data;
}

export function digest(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** What is to be known of a plan that was kept, to apply it. */
export function savedPlanOf({ name, file, planFile, leaving, isLeft, takes }: StackPlan): SavedPlan {
  return {
    stack: name,
    file: basename(planFile!),
    sha256: digest(readFileSync(planFile!)),
    configurationSha256: digest(readFileSync(file)),
    leaving: leaving && [...leaving],
    isLeft: isLeft || undefined,
    takes: takes.map(({ producer, output, value }) => ({
      producer,
      output,
      sha256: digest(JSON.stringify(value)),
    })),
  };
}
