import { Command } from "commander";
import { Environment } from "../lib/config/environment";
import { AwsError } from "../lib/tools/aws-errors";
import { readTopology } from "../lib/topology";
import { VerifyFacts } from "../lib/verify/facts";
import { readFacts } from "../lib/verify/read";
import { isDeployed, rowsOf } from "../lib/verify/rows";
import { isWell, verifyText } from "../lib/verify/text";
import { wayOutOf } from "../lib/verify/way-out";
import { fail } from "./support/ending";
import { chosenEnvironment } from "./support/environment";
import { run } from "./support/run";
import { withSynthesized } from "./support/synthesize";

interface Options {
  readonly json?: true;
}

run(
  new Command("npm run verify --")
    .description(
      "Prove on AWS that the environment that ENVIRONMENT names works. By Systems Manager each private instance says " +
        "under which address the internet sees it, which has to be that of the way out that npm run explain names, and " +
        "whether it finds names, and each NAT host how its probe is. Routes, status checks and alarms are those of " +
        "npm run status. At the NAT hosts' public addresses nothing may answer this machine. The scripts that it runs " +
        "on the instances change nothing there (docs/iam/verify-permissions.json). It takes less than a minute.",
    )
    .option("--json", "the same for machines")
    .addHelpText(
      "after",
      "\nExit code: 0 all that was checked is well, 1 something is not, or AWS does not answer, 2 wrong usage.",
    )
    .action(verify),
);

async function verify({ json }: Options): Promise<void> {
  const environment = chosenEnvironment();
  await withSynthesized({}, async (folder) => {
    const topology = readTopology(folder);
    const facts = await factsOrFail(environment);
    const rows = rowsOf(environment, facts, (name) => wayOutOf(topology, name), new Date());
    const { name } = environment;
    console.log(
      json ? JSON.stringify({ environment: name, isWell: isWell(rows), rows }, null, 2) : verifyText(rows),
    );
    if (!isWell(rows)) process.exitCode = 1;
  });
}

async function factsOrFail(environment: Environment): Promise<VerifyFacts> {
  const { name, region } = environment;
  try {
    const facts = await readFacts(environment, { say: (line) => console.error(line) });
    if (isDeployed(environment, facts)) return facts;
  } catch (error) {
    if (error instanceof AwsError) fail(error.message);
    throw error;
  }
  return fail(
    `${name}: nothing of it is deployed in ${region}; deploy it (npm run plan, npm run apply), or look into another account (AWS_PROFILE)`,
  );
}
