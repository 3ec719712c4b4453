import Table from "cli-table3";
import { Command } from "commander";
import { readJson } from "../lib/tools/read-files";
import { chosenEnvironment } from "./support/environment";
import { run } from "./support/run";
import { SynthesizedStack } from "./support/manifest";
import { stacksOf } from "./support/stacks";

run(
  new Command("npm run synth --")
    .description(
      "Synthesize the stacks to Terraform JSON. ENVIRONMENT names a file in environments/, or a path.",
    )
    .option("-o, --output <folder>", "where to write", "cdktf.out")
    .addHelpText(
      "after",
      "\nExit code: 0 written, 1 not: the environment has a problem or an expectation is not met; 2 wrong usage.",
    )
    .action(synthesize),
);

async function synthesize({ output }: { output: string }): Promise<void> {
  const environment = chosenEnvironment(output);
  report(await stacksOf({ environment, output }));
}

function report(stacks: readonly SynthesizedStack[]): void {
  stacks.flatMap(({ warnings }) => warnings).forEach((warning) => console.error(`warning: ${warning}`));
  const table = new Table({
    head: ["stack", "resources", "depends on", "file"],
    style: { head: [], border: [] },
  });
  for (const { name, dependencies, file } of stacks) {
    table.push([name, countResources(file), dependencies.join(", ") || "nothing", file]);
  }
  console.log(table.toString());
}

function countResources(file: string): number {
  const { resource = {} } = readJson<{ resource?: Record<string, object> }>(file);
  return Object.values(resource).reduce((count, ofType) => count + Object.keys(ofType).length, 0);
}
