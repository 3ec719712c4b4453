import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import execa from "execa";
import { correctHcl } from "../lib/exits/hcl";
import { isInstalled } from "../lib/tools/tools";
import { chosenEnvironment } from "./support/environment";
import { fail } from "./support/fail";
import { readManifest } from "./support/manifest";
import { run } from "./support/run";
import { synthesizeTo } from "./support/synthesize";

run(
  new Command("npm run synth:hcl --")
    .description(
      "Synthesize the four stacks to HCL, into a folder that is emptied first. ENVIRONMENT names the environment. Where " +
        "terraform is installed, it formats them.",
    )
    .option("-o, --output <folder>", "where to write", "cdktf.out.hcl")
    .addHelpText("after", "\nExit code: 0 written, 1 not.")
    .action(synthesizeHcl),
);

async function synthesizeHcl({ output }: { output: string }): Promise<void> {
  const environment = chosenEnvironment(output);
  refuseToEmpty(output);
  console.error(`Synthesizing ${environment.name} to HCL …`);
  // What an earlier run as JSON left there, Terraform would read beside the HCL.
  rmSync(output, { recursive: true, force: true });
  // As `cdktf synth --hcl` does.
  await synthesize(output, { SYNTH_HCL_OUTPUT: "true" });
  const json = mkdtempSync(join(tmpdir(), "nat-instance-"));
  process.once("exit", () => rmSync(json, { recursive: true, force: true }));
  await synthesize(json);
  for (const { name, folder } of readManifest(output)) {
    const file = join(folder, "cdk.tf");
    const stack = JSON.parse(readFileSync(join(json, "stacks", name, "cdk.tf.json"), "utf8"));
    writeFileSync(file, correctHcl(readFileSync(file, "utf8"), stack));
    if (isInstalled("terraform")) await execa("terraform", ["fmt", file]);
    console.log(file);
  }
}

async function synthesize(folder: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const problem = await synthesizeTo(folder, env);
  if (problem !== undefined) fail(problem);
}

function refuseToEmpty(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  if (!existsSync(join(folder, "manifest.json")))
    fail(`--output: "${folder}" is no folder that cdktf wrote; name a new one, such as cdktf.out.hcl`);
}
