import { existsSync } from "node:fs";
import { join } from "node:path";
import { Environment } from "../../lib/config/environment";
import { chosenName, environmentFile } from "../../lib/config/load";
import { readRecord, recordEnvironment, recordOf } from "../../lib/output/environment-record";
import { unmetExpectations } from "../../lib/reachability";
import { shown } from "../../lib/tools/messages";
import { readTopology } from "../../lib/topology";
import { fail, refuse } from "./ending";
import { Chosen } from "./environment";
import { SynthesizedStack, install, readManifest } from "./manifest";
import { synthesizeAside } from "./synthesize";

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
  const folder = await synthesizeAside(environment.name);
  checkExpectations(folder, environment);
  install(folder, output);
  recordEnvironment(output, recordOf(environmentFile(chosenName())));
  return readManifest(output);
}

/** Ends the process when the stacks in `output` are not what the environment expects of who reaches whom. */
function checkExpectations(output: string, { expect }: Environment): void {
  if (expect.length === 0) return;
  const unmet = unmetExpectations(readTopology(output), expect);
  if (unmet.length > 0) fail(unmet.join("\n"));
  console.log(`${expect.length} expectations of who reaches whom are met.`);
}

function refuseOthersStacks(output: string, { name }: Environment): void {
  const holder = readRecord(output)?.name ?? "an environment that is not recorded";
  if (holder === name) return;
  refuse(`--skip-synth: ${shown(output)} holds the stacks of ${holder}, not of ${name}; leave it out`);
}
