import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { withTemporaryFolder } from "../tools/temporary-folder";
import { writeFiles } from "../tools/write-files";
import { Terraform } from "./terraform";
import { StackFolder } from "./stack-plan";

/** Where people and CI run terraform. */
export const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"] as const;

const FOLDER = resolve(__dirname, "../../environments");

/**
 * The file beside an environment's own that records the providers it is planned and applied with, whether or not it is
 * there.
 *
 * @param nameOrFile as `ENVIRONMENT` names it
 */
export function committedLockFile(nameOrFile: string): string {
  const file = nameOrFile.includes("/") ? resolve(nameOrFile) : join(FOLDER, nameOrFile);
  return relative(process.cwd(), join(dirname(file), `${basename(file, ".ts")}.terraform.lock.hcl`));
}

/** The one that a stack's plan was made with: applying must take the same, also where none is committed. */
export function keptLockFile(planFolder: string, stack: string): string {
  return join(planFolder, `${stack}.terraform.lock.hcl`);
}

export interface LockOptions {
  readonly terraform: Terraform;
  readonly platforms: readonly string[];
  /** A folder of providers to read. @default - the registry: terraform asks no mirror of the CLI configuration here */
  readonly fsMirror?: string;
}

/**
 * Records the newest providers that the stacks' constraints allow, for every platform.
 *
 * @param file what to write; it is left as it was when anything fails
 * @throws TerraformError in one line
 */
export async function writeLockFile(
  file: string,
  stacks: readonly StackFolder[],
  { terraform, platforms, fsMirror }: LockOptions,
): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const required = Object.assign({}, ...stacks.map(requiredProviders)) as object;
    const configuration = { terraform: { required_providers: required } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
    const options = [
      ...platforms.map((platform) => `-platform=${platform}`),
      ...(fsMirror ? [`-fs-mirror=${resolve(fsMirror)}`] : []),
    ];
    await terraform.run(
      { name: "lock", folder, lockFile: file },
      "providers",
      "lock",
      "-no-color",
      ...options,
    );
    writeFiles("--lock-file", new Map([[file, readFileSync(join(folder, ".terraform.lock.hcl"), "utf8")]]));
  });
}

/** The lock file, if it is committed. */
export function existing(file: string): string | undefined {
  return existsSync(file) ? file : undefined;
}

function requiredProviders({ file }: StackFolder): object {
  const { terraform } = JSON.parse(readFileSync(file, "utf8")) as {
    terraform: { required_providers: object };
  };
  return terraform.required_providers;
}
