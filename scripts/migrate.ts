import { dirname, join } from "node:path";
import { Command } from "commander";
import { FoundStates, count, resourcesIn, sizeOf } from "../lib/deploy/state/content";
import { placeOf } from "../lib/deploy/state/folder";
import { Move, WITHOUT_PROVIDERS, moveStates, planMove } from "../lib/deploy/state/move";
import { SearchResult, forgetMoved } from "../lib/deploy/state/search";
import { Interrupted, Terraform, TerraformError } from "../lib/deploy/terraform";
import { describeMissing } from "../lib/tools/tools";
import { fail, interruption } from "./support/ending";
import { Chosen, chosen } from "./support/environment";
import { run } from "./support/run";
import { chooseSource } from "./support/source";
import { stacksOf } from "./support/stacks";
import { commandLine, findStates, settle } from "./support/states";

interface Options {
  readonly check?: true;
  readonly from?: string;
  readonly output?: string;
}

run(
  new Command("npm run migrate --")
    .description(
      "Move the states of all stacks of the environment that ENVIRONMENT names to where its backend says: from local " +
        "files to S3 or back, to another bucket or prefix, or to its new name. Finds where they are, says what it moves, " +
        "refuses to overwrite another state, and compares afterwards. What it moves from stays as it was. Nothing in AWS " +
        "changes; when it is interrupted, run it again.",
    )
    .option("--check", "say what would be moved, and exit with 2 when anything would")
    .option(
      "--from <place>",
      "where the states are, such as state/old-name or s3://bucket/prefix (default: found)",
    )
    .option("-o, --output <folder>", "where the stacks go (default: cdktf.out.<environment>)")
    .addHelpText(
      "after",
      "\nExit code: 0 moved, or nothing to move; 1 not, or not all of it; with --check 2 when there is something to " +
        "move; 130 interrupted.",
    )
    .action(migrate),
);

async function migrate({ check, from, output }: Options): Promise<void> {
  const missing = describeMissing(["terraform"]);
  if (missing) fail(`Moving states needs ${missing}`);
  const place = chosen(output);
  const interrupted = interruption();
  try {
    const stacks = await stacksOf(place);
    const found = await findStates(place, stacks, interrupted);
    const source = await chooseSource({ place, from, found, interrupted });
    if (source === undefined) return nothingToMove(place, found);
    const target = { folder: found.folder, states: found.own };
    const move = planMove(
      source,
      target,
      stacks.map(({ name }) => name),
    );
    if (move.stacks.length === 0) return nothingToMove(place, found);
    announce(place, source, move);
    if (check) {
      process.exitCode = 2;
      return;
    }
    await carryOut(place, move, interrupted);
  } catch (error) {
    if (error instanceof Interrupted)
      fail("Interrupted; what was moved stays moved: run it again for the rest", 130);
    if (error instanceof TerraformError) fail(error.message);
    throw error;
  }
}

function announce({ environment }: Chosen, { states }: FoundStates, { from, to, stacks, done }: Move): void {
  console.log(`${environment.name}: ${placeOf(from)} → ${placeOf(to)}`);
  for (const stack of done) console.log(`  ${stack}: is there already`);
  for (const stack of stacks) console.log(`  ${stack}: ${count(states.get(stack)!.resources, "resource")}`);
}

async function carryOut(place: Chosen, move: Move, interrupted: AbortSignal): Promise<void> {
  const after = await moveStates(move, {
    terraform: new Terraform({ interrupted, env: { ...process.env, ...WITHOUT_PROVIDERS } }),
    workFolder: join(place.output, "migrate"),
    interrupted,
    say: (line) => console.error(`${line} …`),
  });
  forgetMoved([dirname(place.output), "."], move.from);
  settle(place, { folder: move.to });
  console.log(
    `Moved and compared: ${sizeOf(after)} at ${placeOf(move.to)}. ${placeOf(move.from)} stays as it was, as a backup.\n` +
      `Now see that nothing changes: ${commandLine("plan", place)}`,
  );
}

function nothingToMove(place: Chosen, { folder, own }: SearchResult): void {
  settle(place, { folder });
  const there =
    resourcesIn(own) > 0 ? `they are at ${placeOf(folder)} (${sizeOf(own)})` : "no state is known";
  console.log(`${place.environment.name}: there is nothing to move: ${there}`);
}
