import { join } from "node:path";
import { readJson } from "../../lib/tools/read-files";
import { shown } from "../../lib/tools/messages";

/** A stack as cdktf's manifest describes it. */
export interface SynthesizedStack {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly warnings: readonly string[];
  /** The folder that Terraform runs in. */
  readonly folder: string;
  /** The stack's JSON. */
  readonly file: string;
}

interface Manifest {
  stacks: Record<
    string,
    { name: string; dependencies: string[]; workingDirectory: string; annotations: { message: string }[] }
  >;
}

/**
 * The stacks that cdktf wrote to `output`, each after those that it depends on.
 *
 * @throws Error in one line when they depend on each other in a circle
 */
export function readManifest(output: string): SynthesizedStack[] {
  const { stacks } = readJson<Manifest>(join(output, "manifest.json"));
  const rest = Object.values(stacks).map(({ name, dependencies, workingDirectory, annotations }) => ({
    name,
    dependencies,
    warnings: annotations.map(({ message }) => message),
    folder: join(output, workingDirectory),
    file: join(output, workingDirectory, "cdk.tf.json"),
  }));
  const ordered: SynthesizedStack[] = [];
  while (rest.length > 0) {
    const next = rest.findIndex(({ dependencies }) => !rest.some(({ name }) => dependencies.includes(name)));
    if (next < 0) {
      const names = rest.map(({ name }) => name).join(", ");
      throw new Error(`${shown(join(output, "manifest.json"))}: ${names} depend on each other in a circle`);
    }
    ordered.push(...rest.splice(next, 1));
  }
  return ordered;
}
