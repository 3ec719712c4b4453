import { existsSync, readFileSync } from "node:fs";
import { Command } from "commander";
import { chosenName } from "../lib/config/load";
import { PLATFORMS, committedLockFile, writeLockFile } from "../lib/deploy/lock-file";
import { Interrupted, Terraform, TerraformError } from "../lib/deploy/terraform";
import { refuseForeignFile } from "../lib/tools/output-place";
import { shown } from "../lib/tools/messages";
import { describeMissing } from "../lib/tools/tools";
import { chosenEnvironment } from "./support/environment";
import { ENDING, fail, interruption, refuse } from "./support/ending";
import { readManifest } from "./support/manifest";
import { run } from "./support/run";
import { synthesizeAside } from "./support/synthesize";

interface Options {
  readonly platform?: string[];
  readonly fsMirror?: string;
  readonly lockFile?: string;
}

run(
  new Command("npm run lock --")
    .description(
      "Record the providers of the environment that ENVIRONMENT names, for Linux and macOS on amd64 and arm64, in the " +
        "lock file that npm run plan holds every machine to. Commit it. The provider is downloaded for each platform.",
    )
    .option("--platform <platforms...>", `other platforms than ${PLATFORMS.join(", ")}`)
    .option("--fs-mirror <folder>", "read a folder of providers instead of the registry")
    .option("--lock-file <file>", "what to write (default: beside the environment's file)")
    .addHelpText("after", "\nExit code: 0 written, 1 not, 2 wrong usage; the file is then as it was.")
    .action(lock),
);

async function lock({ platform, fsMirror, lockFile }: Options): Promise<void> {
  if (fsMirror !== undefined && !existsSync(fsMirror)) {
    refuse(`--fs-mirror: ${shown(fsMirror)} is not there; name a folder with registry.terraform.io in it`);
  }
  const file = lockFile ?? committedLockFile(chosenName());
  refuseForeignFile(
    { option: "--lock-file", path: file, example: "production.terraform.lock.hcl" },
    // The line that terraform begins every lock file with.
    (text) => text.startsWith('# This file is maintained automatically by "terraform init".'),
  );
  const platforms = platform ?? PLATFORMS;
  const missing = describeMissing(["terraform"]);
  if (missing) fail(`Locking needs ${missing}`);
  const environment = chosenEnvironment();
  const terraform = new Terraform({ interrupted: interruption(ENDING) });
  try {
    const folder = await synthesizeAside(environment.name);
    console.error(`Locking the providers for ${platforms.join(", ")} …`);
    await writeLockFile(file, readManifest(folder), { terraform, platforms, fsMirror });
    const [, version] = /version +=? *"([^"]+)"/.exec(readFileSync(file, "utf8")) ?? [];
    console.log(`${file}: hashicorp/aws ${version} for ${platforms.join(", ")}`);
  } catch (error) {
    if (error instanceof Interrupted) fail("Interrupted; nothing was written", 130);
    if (error instanceof TerraformError) fail(error.message);
    throw error;
  }
}
