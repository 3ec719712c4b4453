import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { stackOfFiles } from "./configuration-json";
import { isValues } from "./json-blocks";
import { Stack, Values } from "./stack";
import { stackOfState } from "./state-json";
import { ReadError } from "./read-error";

/** The stacks in a `cdktf.out`, a folder of Terraform JSON or of states, or a single such file. */
export function readStacks(path: string, only?: readonly string[]): Stack[] {
  if (!existsSync(path)) throw new ReadError(path, "there is no such file or folder");
  const stacks = statSync(path).isDirectory() ? stacksIn(path) : [stackInFile(path)];
  const unknown = only?.find((name) => !stacks.some((stack) => stack.name === name));
  if (unknown !== undefined) {
    const names = stacks.map(({ name }) => name).sort();
    throw new ReadError(path, `there is no stack "${unknown}"; there are: ${names.join(", ")}`);
  }
  return stacks.filter(({ name }) => only?.includes(name) ?? true);
}

function stacksIn(folder: string): Stack[] {
  const manifest = join(folder, "manifest.json");
  if (existsSync(manifest)) return stacksOfManifest(folder, readJson(manifest));
  const names = readdirSync(folder);
  if (names.some((name) => /\.tf(\.json)?$/.test(name))) return [stackInFolder(baseName(folder), folder)];
  const states = names.filter((name) => name.endsWith(".json"));
  if (states.length > 0) return states.map((name) => stackInFile(join(folder, name)));
  throw new ReadError(folder, "holds no manifest.json, no *.tf.json and no states");
}

function stacksOfManifest(folder: string, { stacks }: Values): Stack[] {
  return Object.values(isValues(stacks) ? stacks : {})
    .filter(isValues)
    .map(({ name, workingDirectory }) => stackInFolder(String(name), join(folder, String(workingDirectory))));
}

function stackInFolder(stack: string, folder: string): Stack {
  const names = readdirSync(folder);
  const hcl = names.find((name) => name.endsWith(".tf"));
  if (hcl !== undefined) {
    throw new ReadError(
      join(folder, hcl),
      "HCL is not read; give the state: terraform show -json > state.json",
    );
  }
  const files = names.filter((name) => name.endsWith(".tf.json"));
  return stackOfFiles(
    stack,
    folder,
    files.map((name) => ({ name, content: readJson(join(folder, name)) })),
  );
}

function stackInFile(file: string): Stack {
  const content = readJson(file);
  const [name, folder] = [baseName(file), dirname(file)];
  if ("planned_values" in content || "lineage" in content) {
    const kind = "lineage" in content ? "a raw state" : "a plan";
    throw new ReadError(file, `is ${kind}; give what "terraform show -json" prints of the state`);
  }
  if ("format_version" in content) return stackOfState(name, folder, content);
  if (!["resource", "terraform", "provider"].some((block) => block in content)) {
    throw new ReadError(file, "is neither Terraform JSON nor a state");
  }
  return stackOfFiles(name, folder, [{ name: basename(file), content }]);
}

function readJson(file: string): Values {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ReadError(file, `is not JSON: ${(error as Error).message}`);
  }
  if (!isValues(content)) throw new ReadError(file, "is neither Terraform JSON nor a state");
  return content;
}

function baseName(path: string): string {
  return basename(resolve(path)).replace(/(\.tf|\.tfstate)?\.json$/, "");
}
