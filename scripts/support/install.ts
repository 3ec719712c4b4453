import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { writeFiles } from "../../lib/tools/write-files";
import { readManifest } from "./manifest";

/** The files of a stack as cdktf writes it: as JSON, as HCL, and what it keeps beside HCL. */
const FORMS = ["cdk.tf.json", "cdk.tf", "metadata.json"];

/**
 * Puts what was synthesized elsewhere into its place, all of it or nothing. What terraform and people have put beside a
 * stack's file stays; the stack in the other form does not, because terraform would read it too.
 *
 * @param from a folder that cdktf wrote
 * @param output a folder of ours (`refuseForeignOutput`)
 */
export function install(from: string, output: string): void {
  const files = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(from, join(parentPath, name)));
  const stacks = readManifest(from).map(({ file }) => relative(from, dirname(file)));
  const otherForm = stacks
    .flatMap((stack) => FORMS.map((name) => join(stack, name)))
    .filter((file) => !files.includes(file) && existsSync(join(output, file)));
  writeFiles(
    "--output",
    new Map(files.map((file) => [join(output, file), readFileSync(join(from, file), "utf8")])),
    otherForm.map((file) => join(output, file)),
  );
}
