import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { chosenName } from "../../lib/config/load";
import { planFolderOf } from "../../lib/deploy/plan-folder";
import { Report } from "../../lib/deploy/report";
import { readJson } from "../../lib/tools/read-files";

/** What `npm run plan` left for the environment that `ENVIRONMENT` names. */
export interface PlanTexts {
  readonly environment: string;
  /** The Markdown; undefined when the plan failed. */
  readonly text?: string;
  /** Whether anything would change, was changed outside, is broken now, or breaks a policy. */
  readonly needsAttention: boolean;
}

export function planTexts(output: string | undefined): PlanTexts {
  const environment = basename(chosenName(), ".ts");
  const folder = planFolderOf(output ?? `cdktf.out.${environment}`);
  if (!existsSync(join(folder, "plan.json"))) return { environment, needsAttention: false };
  const { hasChanges, hasDrift, policy } = readJson<Report>(join(folder, "plan.json"));
  const needsAttention = hasChanges || hasDrift || policy.violations.length > 0;
  return { environment, needsAttention, text: readFileSync(join(folder, "plan.md"), "utf8") };
}

/** The run's page, where its log is; nothing outside of a workflow. */
export function runPage(): string {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = process.env;
  return server && repository && id ? `${server}/${repository}/actions/runs/${id}` : "the run's log";
}
