import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { EnvironmentError } from "../config/problems";

/**
 * Refuses a folder in which terraform has been initialized for another environment: its next run there would offer to
 * move that environment's state into this one's.
 *
 * @throws EnvironmentError that names both environments and the way out
 */
export function refuseForeignFolder(outdir: string, environment: string): void {
  const stacks = join(outdir, "stacks");
  if (!existsSync(stacks)) return;
  for (const stack of readdirSync(stacks)) {
    const holder = initializedFor(join(stacks, stack));
    if (holder === undefined || holder === environment) continue;
    const message = `finds ${outdir} in use by "${holder}"; give it a folder of its own: --output cdktf.out.${environment}`;
    throw new EnvironmentError("ENVIRONMENT", [{ path: ["name"], value: environment, message }]);
  }
}

/** The environment of the stack in a folder that terraform has been initialized in. */
function initializedFor(folder: string): string | undefined {
  const file = join(folder, "cdk.tf.json");
  if (!existsSync(join(folder, ".terraform")) || !existsSync(file)) return undefined;
  const { provider } = JSON.parse(readFileSync(file, "utf8")) as {
    provider?: { aws?: { default_tags?: { tags?: { Environment?: string } }[] }[] };
  };
  return provider?.aws?.[0]?.default_tags?.[0]?.tags?.Environment;
}
