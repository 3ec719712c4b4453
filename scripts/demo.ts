import { Command } from "commander";
import { Listr, ListrTask } from "listr2";
import { Environment } from "../lib/config/environment";
import { Emulator } from "../lib/emulator/emulator";
import { assertLoopback } from "../lib/emulator/environment";
import { Deployment } from "./support/deployment";
import { chosenEnvironment } from "./support/environment";
import { fail } from "./support/fail";
import { interruption } from "./support/interrupted";
import { run } from "./support/run";
import { removeTemporary, temporaryFolder } from "../lib/tools/temporary-folder";
import { describeMissing } from "../lib/tools/tools";

run(
  new Command("npm run demo --")
    .description(
      "Deploy the four stacks to an AWS emulator on this machine, through the real terraform and AWS provider, and take " +
        "them down again. Needs terraform and moto_server; never touches AWS. ENVIRONMENT names the environment.",
    )
    .addHelpText("after", "\nExit code: 0 deployed and destroyed, 1 not, 2 wrong usage.")
    .action(demo),
);

async function demo(): Promise<void> {
  const missing = describeMissing(["terraform", "moto_server"]);
  if (missing) fail(`The demo needs ${missing}`);
  refuseOtherEndpoints();
  const environment = chosenEnvironment();
  const folder = temporaryFolder();
  const interrupted = interruption();
  let emulator: Emulator | undefined;
  try {
    console.error("Starting the emulator …");
    emulator = await Emulator.start();
    interrupted.throwIfAborted();
    await walkThrough(environment, emulator, new Deployment(folder, emulator.endpoint, interrupted));
  } catch (error) {
    const reason = interrupted.aborted ? "interrupted" : (error as Error).message;
    console.error(`The demo failed: ${reason}`);
    process.exitCode = 1;
  } finally {
    await emulator?.stop();
    removeTemporary(folder);
    console.error("The emulator is stopped and its files are removed.");
  }
}

/** Someone who points terraform at AWS or at another emulator by a variable should hear that the demo would not. */
function refuseOtherEndpoints(): void {
  for (const [name, value] of Object.entries(process.env)) {
    if (!name.startsWith("AWS_ENDPOINT_URL") || !value) continue;
    try {
      assertLoopback(value);
    } catch (error) {
      fail(`${name}: ${(error as Error).message}, or unset it; the demo brings an emulator of its own`);
    }
  }
}

async function walkThrough(
  environment: Environment,
  emulator: Emulator,
  deployment: Deployment,
): Promise<void> {
  await inSteps([
    { title: `Prepare the emulator at ${emulator.endpoint}`, task: () => prepare(environment, emulator) },
    { title: `cdktf synth (${environment.name})`, task: (_, task) => deployment.synthesize(task.stdout()) },
    { title: "cdktf deploy '*'", task: (_, task) => deployment.deploy(task.stdout()) },
    { title: "A second plan has no changes", task: (_, task) => deployment.expectNoChanges(task.stdout()) },
  ]);
  console.log(JSON.stringify(deployment.outputs(), null, 2));
  await inSteps([
    {
      title: "cdktf destroy '*'",
      task: (_, task) => deployment.destroy(task.stdout()),
    },
  ]);
}

async function prepare({ backend }: Environment, emulator: Emulator): Promise<void> {
  if (backend.type === "s3") await emulator.createBucket(backend.bucket, backend.region);
}

async function inSteps(steps: ListrTask[]): Promise<void> {
  // Its own handling of Ctrl-C ends the process before anything is taken down.
  await new Listr(steps, { registerSignalListeners: false }).run();
}
