import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { PLATFORMS, committedLockFile, writeLockFile } from "../lib/deploy/lock-file";
import { Interrupted, Terraform, TerraformError } from "../lib/deploy/terraform";
import { describeMissing } from "../lib/tools/tools";
import { fail } from "./support/fail";
import { interruption } from "./support/interrupted";
import { run } from "./support/run";
import { chosen, stacksOf } from "./support/stacks";

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
    .addHelpText("after", "\nExit code: 0 written, 1 not; the file is then as it was.")
    .action(lock),
);

async function lock({ platform, fsMirror, lockFile }: Options): Promise<void> {
  const missing = describeMissing(["terraform"]);
  if (missing) fail(`Locking needs ${missing}`);
  if (fsMirror !== undefined && !existsSync(fsMirror)) {
    fail(`--fs-mirror: "${fsMirror}" is not there; name a folder with registry.terraform.io in it`);
  }
  const file = lockFile ?? committedLockFile(process.env["ENVIRONMENT"] || "article");
  const platforms = platform ?? PLATFORMS;
  const scratch = mkdtempSync(join(tmpdir(), "nat-instance-"));
  process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));
  const terraform = new Terraform({ interrupted: interruption() });
  try {
    const stacks = await stacksOf(chosen(join(scratch, "cdktf.out")));
    console.error(`Locking the providers for ${platforms.join(", ")} …`);
    await writeLockFile(file, stacks, { terraform, platforms, fsMirror });
    const [, version] = /version +=? *"([^"]+)"/.exec(readFileSync(file, "utf8")) ?? [];
    console.log(`${file}: hashicorp/aws ${version} for ${platforms.join(", ")}`);
  } catch (error) {
    if (error instanceof Interrupted) fail("Interrupted; nothing was written", 130);
    if (error instanceof TerraformError) fail(error.message);
    throw error;
  }
}
