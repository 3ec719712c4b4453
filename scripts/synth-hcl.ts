import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import execa from "execa";
import { correctHcl } from "../lib/exits/hcl";
import { temporaryFolder } from "../lib/tools/temporary-folder";
import { isInstalled } from "../lib/tools/tools";
import { chosenEnvironment } from "./support/environment";
import { install, readManifest } from "./support/manifest";
import { run } from "./support/run";
import { synthesizeTo } from "./support/synthesize";

run(
  new Command("npm run synth:hcl --")
    .description(
      "Synthesize the stacks to HCL. ENVIRONMENT names the environment. Where terraform is installed, it formats them.",
    )
    .option("-o, --output <folder>", "where to write, in place of what is there as JSON", "cdktf.out.hcl")
    .addHelpText("after", "\nExit code: 0 written, 1 not, 2 wrong usage.")
    .action(synthesizeHcl),
);

async function synthesizeHcl({ output }: { output: string }): Promise<void> {
  const environment = chosenEnvironment(output);
  console.error(`Synthesizing ${environment.name} to HCL …`);
  const folder = join(temporaryFolder(), "cdktf.out");
  // As `cdktf synth --hcl` does.
  await synthesizeTo(folder, { SYNTH_HCL_OUTPUT: "true" });
  await correct(folder);
  install(folder, output);
  for (const stack of readManifest(output)) console.log(join(stack.folder, "cdk.tf"));
}

/** Makes the HCL say what the JSON says. */
async function correct(hcl: string): Promise<void> {
  const json = temporaryFolder();
  await synthesizeTo(json);
  for (const { name, folder } of readManifest(hcl)) {
    const file = join(folder, "cdk.tf");
    const stack = JSON.parse(readFileSync(join(json, "stacks", name, "cdk.tf.json"), "utf8"));
    writeFileSync(file, correctHcl(readFileSync(file, "utf8"), stack));
    if (isInstalled("terraform")) await execa("terraform", ["fmt", file]);
  }
}
