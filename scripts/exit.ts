import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Writable } from "node:stream";
import { Command } from "commander";
import execa from "execa";
import { ListrTask } from "listr2";
import { environmentNames, loadEnvironment } from "../lib/config/load";
import { Emulator } from "../lib/emulator/emulator";
import { isRenamed, toCdkTerrain } from "../lib/exits/cdk-terrain";
import { removeTemporary, temporaryFolder } from "../lib/tools/temporary-folder";
import { describeMissing } from "../lib/tools/tools";
import { runChild } from "./support/child";
import { Deployment } from "./support/deployment";
import { fail, interruption } from "./support/ending";
import { run } from "./support/run";
import { StepLog, inSteps } from "./support/steps";

interface Options {
  readonly output?: string;
  readonly plan: boolean;
}

run(
  new Command("npm run exit --")
    .description(
      "Prove the way from CDKTF to CDK Terrain: copy the project to a temporary folder, rename its packages there, install " +
        "and type-check it, and compare what it synthesizes of every environment with review/. With terraform and " +
        "moto_server it also plans, on states that CDKTF left in an emulator, and expects no changes.",
    )
    .option("-o, --output <folder>", "leave the project of CDK Terrain in this new folder")
    .option("--no-plan", "do not plan")
    .addHelpText(
      "after",
      "\nExit code: 0 it works, 1 it does not. Asks npm's registry for CDK Terrain's packages.",
    )
    .action(proveExit),
);

async function proveExit({ output, plan }: Options): Promise<void> {
  if (output !== undefined && (output === "" || existsSync(output)))
    fail(`--output: "${output}" is no name of a new folder; write one, such as ../nat-instance-cdktn`);
  const missing = describeMissing(["terraform", "moto_server"]);
  const plans = plan && missing === undefined;
  const planned = plans
    ? "It plans no changes of what CDKTF deployed"
    : `No plan was made${plan ? `, for want of ${missing}` : ""}`;
  const folder = temporaryFolder();
  const interrupted = interruption();
  const exit: Exit = {
    folder,
    project: join(folder, "project"),
    log: new StepLog("exit"),
    interrupted,
  };
  console.error(`All that is said goes to ${exit.log.file}`);
  try {
    await inSteps([...renameSteps(exit), ...(plans ? planSteps(exit) : [])]);
    if (output !== undefined) keep(exit, output);
    console.log(
      `\nWhat CDK Terrain synthesizes is what CDKTF does, but for the provider's source. ${planned}.`,
    );
  } catch (error) {
    const reason = (error as Error).message;
    console.error(
      `The exit failed: ${interrupted.aborted ? "interrupted" : `${reason}\n${exit.log.end()}\nThe whole log: ${exit.log.file}`}`,
    );
    process.exitCode = 1;
  } finally {
    removeTemporary(folder);
  }
}

/** A way out of CDKTF while it is gone. */
interface Exit {
  /** Holds all of it. */
  readonly folder: string;
  /** The project as one of CDK Terrain. */
  readonly project: string;
  readonly log: StepLog;
  readonly interrupted: AbortSignal;
}

/** As far as what is synthesized, all of which `npm run review` compares. */
function renameSteps(exit: Exit): ListrTask[] {
  const npm = (...args: string[]): ListrTask => ({
    title: `npm ${args.join(" ")}`,
    task: (_, task) => runIn(exit, "npm", args, { ...process.env }, exit.log.of(task)),
  });
  return [
    { title: "Copy the project, and rename CDKTF's packages", task: () => rename(exit) },
    // CDK Terrain's command line, which is not needed for this, wants a newer Node.
    npm("install", "--engine-strict=false", "--no-audit", "--no-fund"),
    npm("run", "typecheck"),
    npm("run", "review", "--", "--check"),
  ];
}

function planSteps(exit: Exit): ListrTask[] {
  return environmentNames().map((name) => ({
    title: `cdktf deploys ${name} to an emulator, and CDK Terrain plans no changes of it`,
    task: (_, task) => planOnStateOf(name, exit, exit.log.of(task)),
  }));
}

async function rename({ project }: Exit): Promise<void> {
  const { stdout } = await execa("git", ["ls-files", "-z"]);
  for (const path of stdout.split("\0").filter(existsSync)) {
    const target = join(project, path);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(path, target);
    if (isRenamed(path)) writeFileSync(target, toCdkTerrain(path, readFileSync(path, "utf8")));
  }
}

/** In the very folder that cdktf deployed from, so that the states are found. */
async function planOnStateOf(name: string, exit: Exit, log: Writable): Promise<void> {
  const { backend } = loadEnvironment(name);
  const emulator = await Emulator.start();
  try {
    if (backend.type === "s3") await emulator.createBucket(backend.bucket, backend.region);
    const env = { ...process.env, ENVIRONMENT: name };
    const deployment = new Deployment(join(exit.folder, name), emulator.endpoint, exit.interrupted, env);
    await deployment.synthesize(log);
    await deployment.deploy(log);
    const app = ["--require", "./typescript.cjs", "main.ts"];
    await runIn(exit, process.execPath, app, { ...env, CDKTF_OUTDIR: deployment.output }, log);
    await deployment.expectNoChanges(log);
  } finally {
    await emulator.stop();
  }
}

async function runIn(
  { project: cwd, interrupted }: Exit,
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  log: Writable,
): Promise<void> {
  await runChild(program, args, { cwd, env, log, interrupted });
}

function keep({ project }: Exit, output: string): void {
  rmSync(join(project, "node_modules"), { recursive: true });
  cpSync(project, output, { recursive: true });
}
