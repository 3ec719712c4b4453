import { readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { Command } from "commander";
import { environmentNames } from "../lib/config/load";
import { ReviewFiles, refuseForeignReview, reviewJson, staleFiles, writeReview } from "../lib/deploy/review";
import { outputFolder } from "../lib/tools/output-place";
import { shown } from "../lib/tools/messages";
import { temporaryFolder } from "../lib/tools/temporary-folder";
import { fail } from "./support/ending";
import { readManifest } from "./support/manifest";
import { run } from "./support/run";
import { synthesizeTo } from "./support/synthesize";

interface Options {
  readonly check?: true;
  readonly output: string;
}

run(
  new Command("npm run review --")
    .description(
      "Write review/<environment>/<stack>.tf.json for every environment: what Terraform acts on, sorted, so that a pull " +
        "request shows what it does to the infrastructure.",
    )
    .option("--check", "write nothing, and exit with 1 when the files are not what is synthesized")
    .option("-o, --output <folder>", "where the files are", "review")
    .addHelpText(
      "after",
      "\nExit code: 0 written or current, 1 stale or an environment has a problem, 2 wrong usage.",
    )
    .action(review),
);

async function review({ check, output }: Options): Promise<void> {
  const place = { option: "--output", path: output, example: "review" };
  if (check) outputFolder(place);
  else refuseForeignReview(place);
  const folder = normalize(`${output}/.`);
  const files = await synthesizeAll();
  const stale = staleFiles(folder, files);
  if (check && stale.length > 0) {
    const again = output === "review" ? "" : ` -- -o ${shown(output)}`;
    fail(`${stale.map((path) => `${folder}: ${path}`).join("\n")}\nWrite them again: npm run review${again}`);
  }
  if (!check) writeReview(folder, files);
  console.log(stale.length === 0 ? `The ${files.size} files in ${folder}/ are current` : stale.join("\n"));
}

/** Everything before anything is written: a problem in one environment leaves all files as they were. */
async function synthesizeAll(): Promise<ReviewFiles> {
  const parent = temporaryFolder();
  const files = new Map<string, string>();
  for (const name of environmentNames()) {
    console.error(`Synthesizing ${name} …`);
    const folder = join(parent, name);
    // The constraint that is committed, whatever this machine's mirror holds.
    await synthesizeTo(folder, { ENVIRONMENT: name, AWS_PROVIDER_VERSION: "" });
    for (const stack of readManifest(folder)) {
      files.set(`${name}/${stack.name}.tf.json`, reviewJson(readFileSync(stack.file, "utf8")));
    }
  }
  return files;
}
