import { readFileSync } from "node:fs";
import { join } from "node:path";

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

/** The stacks that cdktf wrote to `output`, each after those that it depends on. */
export function readManifest(output: string): SynthesizedStack[] {
  const { stacks } = JSON.parse(readFileSync(join(output, "manifest.json"), "utf8")) as Manifest;
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
    ordered.push(...rest.splice(next, 1));
  }
  return ordered;
}
