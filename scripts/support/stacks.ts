import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { Environment } from "../../lib/config/environment";
import { readRecord } from "../../lib/config/environment-record";
import { chosenEnvironment } from "./environment";
import { fail } from "./fail";
import { SynthesizedStack, readManifest } from "./manifest";
import { synthesizeTo } from "./synthesize";

/** The environment that `ENVIRONMENT` names, and the folder of its own that it is planned in. */
export interface Chosen {
  readonly environment: Environment;
  readonly output: string;
}

/** Ends the process when the environment has faults. */
export function chosen(output: string | undefined): Chosen {
  const folder = output ?? `cdktf.out.${basename(process.env["ENVIRONMENT"] || "article", ".ts")}`;
  return { environment: chosenEnvironment(folder), output: folder };
}

/** Synthesizes the environment's stacks, or takes them as they are, each after those that it depends on. */
export async function stacksOf(
  { environment, output }: Chosen,
  skipSynth = false,
): Promise<SynthesizedStack[]> {
  if (skipSynth) {
    if (!existsSync(join(output, "manifest.json")))
      fail(`--skip-synth: "${output}" holds no stacks; leave it out`);
    const holder = readRecord(output)?.name ?? "an environment that is not recorded";
    if (holder !== environment.name) {
      fail(
        `--skip-synth: "${output}" holds the stacks of ${holder}, not of ${environment.name}; leave it out`,
      );
    }
    return readManifest(output);
  }
  console.error(`Synthesizing ${environment.name} …`);
  const fault = await synthesizeTo(output);
  if (fault !== undefined) fail(fault);
  return readManifest(output);
}
