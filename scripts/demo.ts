import { Command } from "commander";
import { ListrTask } from "listr2";
import { Environment } from "../lib/config/environment";
import { Emulator } from "../lib/emulator/emulator";
import { assertLoopback } from "../lib/emulator/environment";
import { removeTemporary, temporaryFolder } from "../lib/tools/temporary-folder";
import { describeMissing } from "../lib/tools/tools";
import { Deployment } from "./support/deployment";
import { chosenEnvironment } from "./support/environment";
import { ExistingDemo } from "./support/existing-demo";
import { fail, interruption } from "./support/ending";
import { run } from "./support/run";
import { StepLog, inSteps } from "./support/steps";

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
  const log = new StepLog("demo");
  let emulator: Emulator | undefined;
  try {
    console.error(`Starting the emulator … All that is said goes to ${log.file}`);
    emulator = await Emulator.start();
    interrupted.throwIfAborted();
    const existing = environment.network && new ExistingDemo(folder, environment);
    const caller = existing ? { ...process.env, ENVIRONMENT: existing.file } : process.env;
    const deployment = new Deployment(folder, emulator.endpoint, interrupted, caller);
    await walkThrough(environment, emulator, deployment, log, existing);
  } catch (error) {
    console.error(`The demo failed: ${interrupted.aborted ? "interrupted" : reason(error, log)}`);
    process.exitCode = 1;
  } finally {
    await emulator?.stop();
    removeTemporary(folder);
    console.error("The emulator is stopped and its files are removed.");
  }
}

/** Not all that a program has said, which is in the log, but the end of it. */
function reason(error: unknown, log: StepLog): string {
  return `${(error as Error).message}\n${log.end()}\nThe whole log: ${log.file}`;
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
  log: StepLog,
  existing?: ExistingDemo,
): Promise<void> {
  await inSteps([
    { title: `Prepare the emulator at ${emulator.endpoint}`, task: () => prepare(environment, emulator) },
    {
      title: "Make the network that exists already",
      enabled: () => existing !== undefined,
      task: () => existing!.make(emulator.endpoint),
    },
    {
      title: `cdktf synth (${environment.name})`,
      task: (_, task) => deployment.synthesize(log.of(task)),
    },
    { title: "cdktf deploy '*'", task: (_, task) => deployment.deploy(log.of(task)) },
    { title: "A second plan has no changes", task: (_, task) => deployment.expectNoChanges(log.of(task)) },
  ]);
  console.log(`\nOutputs\n${outputLines(deployment.outputs()).join("\n")}\n`);
  const deployWith = (changes: Parameters<ExistingDemo["write"]>[0], title: string): ListrTask => ({
    title,
    task: async (_, task) => {
      existing!.write(changes);
      await deployment.synthesize(log.of(task));
      await deployment.deploy(log.of(task));
    },
  });
  await inSteps([
    ...(environment.network?.takeOver
      ? [deployWith({ takeOver: false }, "takeOver: false, the default routes lead where they led")]
      : []),
    ...(existing
      ? [deployWith({ takeOver: false, leave: true }, "leave: true, Terraform forgets the default routes")]
      : []),
    {
      title: "cdktf destroy '*'",
      task: (_, task) => deployment.destroy(log.of(task)),
    },
  ]);
  console.log("\nThe stacks were deployed, a second plan changed nothing, and all of it is destroyed again.");
}

/** A line for each value, which Terraform would name so too. */
function outputLines(value: unknown, name = ""): string[] {
  if (typeof value !== "object" || value === null) return [`  ${name} = ${String(value)}`];
  return Object.entries(value).flatMap(([key, part]) =>
    outputLines(part, Array.isArray(value) ? `${name}[${key}]` : [name, key].filter(Boolean).join(".")),
  );
}

async function prepare({ backend }: Environment, emulator: Emulator): Promise<void> {
  if (backend.type === "s3") await emulator.createBucket(backend.bucket, backend.region);
}
