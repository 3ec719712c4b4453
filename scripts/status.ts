import { Command } from "commander";
import { readStatus } from "../lib/status/read";
import { statusOf } from "../lib/status/status";
import { statusText } from "../lib/status/text";
import { AwsError } from "../lib/tools/aws-errors";
import { fail } from "./support/ending";
import { chosenEnvironment } from "./support/environment";
import { run } from "./support/run";

interface Options {
  readonly json?: true;
}

run(
  new Command("npm run status --")
    .description(
      "Show on one screen how the way out of the environment that ENVIRONMENT names is: where each zone's default route " +
        "leads, and of each NAT host its state, status checks, address, alarms and last heartbeat. AWS is asked by calls " +
        "that change nothing (docs/iam/status-permissions.json).",
    )
    .option("--json", "the same for machines")
    .addHelpText(
      "after",
      "\nExit code: 0 all is well, 1 something is not, or AWS does not answer, 2 wrong usage.",
    )
    .action(status),
);

async function status({ json }: Options): Promise<void> {
  const environment = chosenEnvironment();
  try {
    const found = statusOf(environment, await readStatus(environment), new Date());
    console.log(json ? JSON.stringify(found, null, 2) : statusText(found));
    if (found.problems.length > 0) process.exitCode = 1;
  } catch (error) {
    if (error instanceof AwsError) fail(error.message);
    throw error;
  }
}
