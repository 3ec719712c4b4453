import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import execa from "execa";
import { chosenEnvironment } from "./support/environment";
import { fail } from "./support/fail";
import { readManifest } from "./support/manifest";
import { run } from "./support/run";

run(
  new Command("npm run synth:hcl --")
    .description(
      "Synthesize the four stacks to HCL, into a folder that is emptied first. ENVIRONMENT names the environment.",
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
  const cdktf = await execa("cdktf", ["synth", "--hcl", "--output", output], {
    preferLocal: true,
    reject: false,
    all: true,
    env: { CI: "1", CHECKPOINT_DISABLE: "1", FORCE_COLOR: "0" },
  });
  if (cdktf.exitCode !== 0) fail(`cdktf synth --hcl failed:\n${cdktf.all}`);
  for (const { folder } of readManifest(output)) console.log(join(folder, "cdk.tf"));
}

function refuseToEmpty(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  if (!existsSync(join(folder, "manifest.json")))
    fail(`--output: "${folder}" is no folder that cdktf wrote; name a new one, such as cdktf.out.hcl`);
}
