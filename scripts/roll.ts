import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { Environment } from "../lib/config/environment";
import { chosenName } from "../lib/config/load";
import { failoverOf, natHostsOf, natZones } from "../lib/config/nat";
import { ApplyStopped } from "../lib/deploy/apply";
import { committedLockFile, existing } from "../lib/deploy/lock-file";
import { planFolderOf, removePlanFolder } from "../lib/deploy/plan-folder";
import { PlanError } from "../lib/deploy/stack-plan";
import { Interrupted, Terraform, TerraformError } from "../lib/deploy/terraform";
import { HostReplacement } from "../lib/roll/host-replacement";
import { RollOptions } from "../lib/roll/options";
import { RollError, RollStopped } from "../lib/roll/roll-error";
import { secondsSince } from "../lib/roll/progress";
import { Way } from "../lib/roll/way";
import { FailoverRoll } from "../lib/roll/with-failover";
import { costOf, rollWithoutFailover } from "../lib/roll/without-failover";
import { AwsError } from "../lib/tools/aws-errors";
import { shown } from "../lib/tools/messages";
import { describeMissing } from "../lib/tools/tools";
import { allStacks } from "./support/all-stacks";
import { ENDING, INTERRUPTED, fail, interruption, refuse } from "./support/ending";
import { Chosen, chosen } from "./support/environment";
import { run } from "./support/run";
import { stacksOf } from "./support/stacks";
import { duration, numberOption } from "./support/wrong-usage";

interface Options {
  readonly all?: true;
  readonly wait: number;
  readonly yes?: true;
  readonly output?: string;
  readonly skipSynth?: true;
  readonly lockTimeout: string;
}

run(
  new Command("npm run roll --")
    .description(
      "Replace a NAT host of the environment that ENVIRONMENT names by a new one, with the newest image. With " +
        "nat.failover its zones' routes lead to another way out meanwhile, and come home when the new host's own probe " +
        "gets through; without, they have none, which is said and asked about before. Needs what a deployment needs, " +
        "and docs/iam/roll-permissions.json.",
    )
    .argument("[zone]", "the letter of the host's zone, such as b")
    .option("--all", "replace each host in turn; stops at the first that does not come back")
    .option(
      "--wait <seconds>",
      "how long to wait for a new host to be well",
      numberOption({ what: "the seconds", from: 1, to: 86_400 }),
      600,
    )
    .option("-y, --yes", "do not ask, where zones have no way out meanwhile")
    .option("-o, --output <folder>", "where the stacks and plans go (default: cdktf.out.<environment>)")
    .option("--skip-synth", "take the stacks that are in that folder already")
    .option(
      "--lock-timeout <duration>",
      "how long to wait for another run's lock on a state",
      duration,
      "60s",
    )
    .addHelpText(
      "after",
      "\nExit code: 0 replaced and well, 1 not, and the message says how things are, 2 wrong usage; 130 interrupted, and " +
        "the message says how things are.",
    )
    .action(roll),
);

async function roll(zone: string | undefined, options: Options): Promise<void> {
  const missing = describeMissing(["terraform"]);
  if (missing) fail(`Rolling needs ${missing}`);
  const { environment, output } = chosen(options.output);
  const letters = lettersOf(environment, zone, options);
  const planFolder = planFolderOf(output);
  const begun = Date.now();
  removePlanFolder(planFolder);
  try {
    await rollAll(letters, { environment, output }, planFolder, options);
    const hosts = letters.map((letter) => `nat-${letter}`).join(", ");
    console.log(`Replaced and well: ${hosts} (${secondsSince(begun)} s in all)`);
  } catch (error) {
    if (error instanceof Interrupted) fail("Interrupted; nothing was begun", INTERRUPTED);
    if (error instanceof RollStopped) fail(error.message, error.isInterrupted ? INTERRUPTED : 1);
    if (isExplained(error)) fail(error.message);
    throw error;
  } finally {
    removePlanFolder(planFolder);
  }
}

function lettersOf(environment: Environment, zone: string | undefined, { all }: Options): string[] {
  if (!natHostsOf(environment.nat)) {
    refuse(`ENVIRONMENT: ${environment.name} has no NAT hosts to replace; its nat.kind is another`);
  }
  const letters = natZones(environment).map(({ letter }) => letter);
  const known = `${letters.join(", ")}${letters.length > 1 ? ", or --all" : ""}`;
  if (all && zone !== undefined)
    refuse(`--all: is for every host, and ${shown(zone)} for one; leave one out`);
  if (all) return letters;
  if (zone === undefined) refuse(`zone: is missing; write the letter of one that has a NAT host: ${known}`);
  if (!letters.includes(zone)) refuse(`zone: ${shown(zone)} has no NAT host; write one that has: ${known}`);
  return [zone];
}

async function rollAll(
  letters: readonly string[],
  { environment, output }: Chosen,
  planFolder: string,
  { wait, yes, skipSynth, lockTimeout }: Options,
): Promise<void> {
  const interrupted = interruption(ENDING);
  const way = new Way(environment);
  const isServed = failoverOf(environment.nat) !== "off";
  if (!isServed) await agreeToCost(letters, way, yes, interrupted);
  const own = await stacksOf({ environment, output }, skipSynth);
  const stacks = await allStacks({ environment, output }, own, { planFolder, interrupted });
  const replacement = new HostReplacement(stacks, {
    terraform: new Terraform({ interrupted }),
    planFolder,
    lockFile: existing(committedLockFile(chosenName())),
    lockTimeout,
    say: (line) => console.error(`${line} …`),
    tell: (line) => console.error(line),
  });
  const options: RollOptions = { way, replacement, wait, interrupted, say: (line) => console.error(line) };
  await replacement.refusePendingChanges();
  for (const [index, letter] of letters.entries()) {
    try {
      if (isServed) await new FailoverRoll(letter, options).run();
      else await rollWithoutFailover(letter, options);
    } catch (error) {
      const stopped =
        error instanceof Interrupted ? new RollStopped(error, `nat-${letter} was not begun`) : error;
      throw isExplained(stopped) && letters.length > 1 ? amongOthers(stopped, letters, index) : stopped;
    }
  }
}

/** Says what it costs those that have no way out meanwhile, and goes on only when that is agreed to. */
async function agreeToCost(
  letters: readonly string[],
  way: Way,
  yes: true | undefined,
  interrupted: AbortSignal,
): Promise<void> {
  const status = await way.look();
  const costs = letters.flatMap((letter) => costOf(letter, status) ?? []);
  if (costs.length === 0) return;
  costs.forEach((line) => console.error(line));
  if (yes) return;
  if (!process.stdin.isTTY)
    refuse("--yes: is missing, and there is no terminal to ask at; write it to go on");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question("Go on? Only yes does: ", { signal: interrupted });
    if (answer.trim().toLowerCase() !== "yes") throw new RollError("Not agreed to; nothing was begun");
  } catch (error) {
    throw interrupted.aborted ? new Interrupted() : error;
  } finally {
    terminal.close();
  }
}

function isExplained(error: unknown): error is Error {
  return [RollError, RollStopped, ApplyStopped, PlanError, TerraformError, AwsError].some(
    (kind) => error instanceof kind,
  );
}

/** The same error with what became of the other hosts. */
function amongOthers(error: Error, letters: readonly string[], index: number): Error {
  const listed = (some: readonly string[]) => some.map((letter) => `nat-${letter}`).join(", ");
  const [done, rest] = [letters.slice(0, index), letters.slice(index + 1)];
  if (done.length > 0) error.message += `; replaced before it: ${listed(done)}`;
  if (rest.length > 0) error.message += `; not begun: ${listed(rest)}`;
  return error;
}
