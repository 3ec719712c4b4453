import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { readJson } from "../../lib/tools/read-files";
import { shown } from "../../lib/tools/messages";
import { writeFiles } from "../../lib/tools/write-files";

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

/** The files of a stack as cdktf writes it: as JSON, as HCL, and what it keeps beside HCL. */
const FORMS = ["cdk.tf.json", "cdk.tf", "metadata.json"];

/**
 * Puts what was synthesized elsewhere into its place, all of it or nothing. What terraform and people have put beside a
 * stack's file stays. The stack in the other form does not, because terraform would read it too, nor does one that was
 * here before and that the environment does not have.
 *
 * @param from a folder that cdktf wrote
 * @param output a folder of ours (`refuseForeignOutput`)
 */
export function install(from: string, output: string): void {
  const files = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(from, join(parentPath, name)));
  const stacks = readManifest(from).map(({ file }) => relative(from, dirname(file)));
  const before = existsSync(join(output, "manifest.json")) ? readManifest(output) : [];
  const gone = before.map(({ file }) => relative(output, dirname(file)));
  const superseded = [...new Set([...stacks, ...gone])]
    .flatMap((stack) => FORMS.map((name) => join(stack, name)))
    .filter((file) => !files.includes(file) && existsSync(join(output, file)));
  writeFiles(
    "--output",
    new Map(files.map((file) => [join(output, file), readFileSync(join(from, file), "utf8")])),
    superseded.map((file) => join(output, file)),
  );
}
