import { Command } from "commander";
import { GitHubError, putDriftIssue } from "../lib/deploy/github";
import { fail } from "./support/ending";
import { planTexts, runPage } from "./support/plan-texts";
import { run } from "./support/run";

run(
  new Command("npm run drift --")
    .description(
      "Keep the one issue about drift in the environment that ENVIRONMENT names: open or update it when npm run plan " +
        "found anything to change, changed outside or broken now, close it when not. Writes by gh, GitHub's program, " +
        "which workflows give a token in GH_TOKEN.",
    )
    .option("-o, --output <folder>", "where the plan is (default: cdktf.out.<environment>)")
    .addHelpText("after", "\nExit code: 0 done, 1 not, or there is no plan because planning failed.")
    .action(drift),
);

async function drift({ output }: { output?: string }): Promise<void> {
  const { environment, text, needsAttention } = planTexts(output);
  if (text === undefined) fail(`${environment}: there is no plan; planning failed: ${runPage()}`);
  try {
    const done = await putDriftIssue(environment, needsAttention ? text : undefined);
    console.log(
      done === "none" ? `${environment}: no drift` : `${environment}: the issue about drift is ${done}`,
    );
  } catch (error) {
    if (error instanceof GitHubError) fail(error.message);
    throw error;
  }
}
