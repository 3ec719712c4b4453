import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { Environment } from "../../lib/config/environment";
import { readRecord, recordEnvironment, recordOf } from "../../lib/output/environment-record";
import { environmentFile } from "../../lib/config/load";
import { temporaryFolder } from "../../lib/tools/temporary-folder";
import { shown } from "../../lib/tools/messages";
import { chosenEnvironment } from "./environment";
import { checkExpectations } from "./expectations";
import { fail, refuse } from "./fail";
import { install } from "./install";
import { SynthesizedStack, readManifest } from "./manifest";
import { synthesizeTo } from "./synthesize";

/** The environment that `ENVIRONMENT` names, and the folder of its own that it is planned in. */
export interface Chosen {
  readonly environment: Environment;
  readonly output: string;
}

/** Ends the process when the environment has problems, or the folder holds anything that is not ours. */
export function chosen(output: string | undefined): Chosen {
  const folder = output ?? `cdktf.out.${basename(process.env["ENVIRONMENT"] || "article", ".ts")}`;
  return { environment: chosenEnvironment(folder), output: folder };
}

/**
 * Synthesizes the environment's stacks, or takes them as they are, each after those that it depends on. Ends the
 * process when who reaches whom is not as the environment expects, and then leaves the folder as it was.
 */
export async function stacksOf(
  { environment, output }: Chosen,
  skipSynth = false,
): Promise<SynthesizedStack[]> {
  if (skipSynth) {
    if (!existsSync(join(output, "manifest.json")))
      refuse(`--skip-synth: ${shown(output)} holds no stacks; leave it out`);
    refuseOthersStacks(output, environment);
    checkExpectations(output, environment);
    return readManifest(output);
  }
  console.error(`Synthesizing ${environment.name} …`);
  const folder = join(temporaryFolder(), "cdktf.out");
  const problem = await synthesizeTo(folder);
  if (problem !== undefined) fail(problem);
  checkExpectations(folder, environment);
  install(folder, output);
  recordEnvironment(output, recordOf(environmentFile(process.env["ENVIRONMENT"] || "article")));
  return readManifest(output);
}

function refuseOthersStacks(output: string, { name }: Environment): void {
  const holder = readRecord(output)?.name ?? "an environment that is not recorded";
  if (holder === name) return;
  refuse(`--skip-synth: ${shown(output)} holds the stacks of ${holder}, not of ${name}; leave it out`);
}
