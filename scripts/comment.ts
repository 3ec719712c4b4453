import { Command, InvalidArgumentError } from "commander";
import { GitHubError, putComment } from "../lib/deploy/github";
import { fail } from "./support/ending";
import { planTexts, runPage } from "./support/plan-texts";
import { run } from "./support/run";

interface Options {
  readonly pullRequest: number;
  readonly output?: string;
}

run(
  new Command("npm run comment --")
    .description(
      "Put what npm run plan found in the environment that ENVIRONMENT names into its one comment on a pull request, or " +
        "that planning failed. Writes by gh, GitHub's program, which workflows give a token in GH_TOKEN.",
    )
    .requiredOption("--pull-request <number>", "the pull request", parseNumber)
    .option("-o, --output <folder>", "where the plan is (default: cdktf.out.<environment>)")
    .addHelpText("after", "\nExit code: 0 written, 1 not.")
    .action(comment),
);

async function comment({ pullRequest, output }: Options): Promise<void> {
  const { environment, text } = planTexts(output);
  const shown = text ?? `## Plan of \`${environment}\` failed\n\n${runPage()} says why.`;
  try {
    const done = await putComment(pullRequest, environment, shown);
    console.log(`The comment on pull request ${pullRequest} is ${done}`);
  } catch (error) {
    if (error instanceof GitHubError) fail(error.message);
    throw error;
  }
}

function parseNumber(given: string): number {
  if (!/^[1-9]\d*$/.test(given)) throw new InvalidArgumentError("Write the pull request's number.");
  return Number(given);
}
