import { copyFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Context } from "./failures";
import { Terraform } from "./terraform";
import { StackFolder } from "./stack-plan";

/**
 * Initializes a stack's folder: with exactly the providers of a lock file, or without one with any that fits.
 *
 * @throws TerraformError in one line when there is no way to the backend or the provider, or the lock file differs
 */
export async function initStack(
  stack: StackFolder,
  { terraform, lockFile }: { readonly terraform: Terraform; readonly lockFile?: string },
): Promise<void> {
  const own = join(stack.folder, ".terraform.lock.hcl");
  if (lockFile) copyFileSync(lockFile, own);
  else rmSync(own, { force: true });
  const readonly = lockFile ? ["-lockfile=readonly"] : [];
  await terraform.run(contextOf(stack, lockFile), "init", "-input=false", "-no-color", ...readonly);
}

/** What messages about a stack need to know. */
export function contextOf({ name, folder, file }: StackFolder, lockFile?: string): Context {
  const { terraform } = JSON.parse(readFileSync(file, "utf8")) as {
    terraform?: { backend?: { s3?: { bucket: string; region: string } } };
  };
  const s3 = terraform?.backend?.s3;
  return { name, folder, lockFile, bucket: s3 && { name: s3.bucket, region: s3.region } };
}
