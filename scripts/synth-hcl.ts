import { join } from "node:path";
import { Command } from "commander";
import { temporaryFolder } from "../lib/tools/temporary-folder";
import { chosenEnvironment } from "./support/environment";
import { fail } from "./support/fail";
import { install } from "./support/install";
import { readManifest } from "./support/manifest";
import { run } from "./support/run";
import { synthesizeTo } from "./support/synthesize";

run(
  new Command("npm run synth:hcl --")
    .description("Synthesize the four stacks to HCL. ENVIRONMENT names the environment.")
    .option("-o, --output <folder>", "where to write, in place of what is there as JSON", "cdktf.out.hcl")
    .addHelpText("after", "\nExit code: 0 written, 1 not, 2 wrong usage.")
    .action(synthesizeHcl),
);

async function synthesizeHcl({ output }: { output: string }): Promise<void> {
  const environment = chosenEnvironment(output);
  console.error(`Synthesizing ${environment.name} to HCL …`);
  const folder = join(temporaryFolder(), "cdktf.out");
  // As `cdktf synth --hcl` does.
  const problem = await synthesizeTo(folder, { SYNTH_HCL_OUTPUT: "true" });
  if (problem !== undefined) fail(problem);
  install(folder, output);
  for (const stack of readManifest(output)) console.log(join(stack.folder, "cdk.tf"));
}
