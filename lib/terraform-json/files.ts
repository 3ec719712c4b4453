import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { jsonProblem } from "../tools/read-files";
import { shown } from "../tools/messages";
import { stackOfFiles } from "./configuration-json";
import { PlanJson } from "./plan-json";
import { stackOfPlan } from "./plan-stack";
import { ReadError, Stack } from "./stack";
import { stackOfRawState, stackOfState } from "./state-json";
import { Values, isValues } from "./values";

/**
 * The stacks in a `cdktf.out`, a folder of Terraform JSON or of states or plans, or a single such file.
 *
 * @throws ReadError that names the file or the folder
 */
export function readStacks(path: string, only?: readonly string[]): Stack[] {
  const stacks = fileSystem(path, () => statSync(path).isDirectory()) ? stacksIn(path) : [stackInFile(path)];
  const names = stacks.map(({ name }) => name).sort();
  const twice = names.find((name, index) => names[index + 1] === name);
  if (twice !== undefined) throw new ReadError(path, `there are two stacks "${twice}"`);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new ReadError(path, `there is no stack ${shown(unknown)}; there are: ${names.join(", ")}`);
  }
  return stacks.filter(({ name }) => only?.includes(name) ?? true);
}

function stacksIn(folder: string): Stack[] {
  const names = filesOf(folder);
  if (names.includes("manifest.json")) return stacksOfManifest(folder);
  if (names.some((name) => /\.tf(\.json)?$/.test(name))) return [stackInFolder(baseName(folder), folder)];
  const states = names.filter((name) => /\.(json|tfstate)$/.test(name));
  if (states.length > 0) return states.map((name) => stackInFile(join(folder, name)));
  throw new ReadError(folder, "holds no manifest.json, no *.tf.json, no state and no plan");
}

function stacksOfManifest(folder: string): Stack[] {
  const file = join(folder, "manifest.json");
  const { stacks } = readJson(file);
  const all = Object.values(isValues(stacks) ? stacks : {}).filter(isValues);
  if (all.length === 0) throw new ReadError(file, "names no stacks");
  return all.map(({ name, workingDirectory }) => {
    if (typeof name !== "string" || typeof workingDirectory !== "string") {
      throw new ReadError(file, "has a stack without name or workingDirectory");
    }
    return stackInFolder(name, join(folder, workingDirectory));
  });
}

function stackInFolder(stack: string, folder: string): Stack {
  const names = filesOf(folder);
  const hcl = names.find((name) => name.endsWith(".tf"));
  if (hcl !== undefined) {
    throw new ReadError(
      join(folder, hcl),
      "HCL is not read; give the plan or the state: terraform show -json > state.json",
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
  const problem = formProblem(content);
  if (problem !== undefined) throw new ReadError(file, problem);
  if ("planned_values" in content) return stackOfPlan(name, folder, content as PlanJson);
  if ("lineage" in content) return stackOfRawState(name, folder, content);
  if ("format_version" in content) return stackOfState(name, folder, content);
  if (!["resource", "data", "module", "terraform", "provider"].some((block) => block in content)) {
    throw new ReadError(file, "is neither Terraform JSON nor a state or a plan");
  }
  return stackOfFiles(name, folder, [{ name: basename(file), content }]);
}

/** What keeps a plan or a state from being the whole of one, in a form that is known; undefined when it is. */
function formProblem({ format_version: format, version, lineage, errored }: Values): string | undefined {
  // Terraform, "JSON Output Format": a reader refuses another major version.
  if (format !== undefined && !/^[01]\.\d+$/.test(String(format))) {
    return `has the format ${shown(String(format))}, which is not known here; write it with Terraform 1.x`;
  }
  if (lineage !== undefined && version !== 4) {
    return `is a state of version ${shown(String(version))}, and only 4 is read; write it with Terraform 1.x`;
  }
  return errored === true ? "is of a plan that failed, and holds a part of it; plan again" : undefined;
}

function readJson(file: string): Values {
  const text = fileSystem(file, () => readText(file));
  let content: unknown;
  try {
    // Some editors, and PowerShell, begin a file with a byte order mark.
    content = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new ReadError(file, `is not JSON: ${jsonProblem(error)}`);
  }
  if (!isValues(content)) throw new ReadError(file, "is neither Terraform JSON nor a state or a plan");
  return content;
}

/** The names in a folder, in an order of their own. */
function filesOf(folder: string): string[] {
  return fileSystem(folder, () => readdirSync(folder).sort());
}

/** A device may never end; a pipe does, such as that of `--in <(terraform show -json)`. */
function readText(file: string): string {
  const found = statSync(file);
  if (found.isCharacterDevice() || found.isBlockDevice())
    throw new ReadError(file, "is a device; name a file");
  return readFileSync(file, "utf8");
}

function fileSystem<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new ReadError(path, "there is no such file or folder");
    throw new ReadError(path, `cannot be read: ${code ?? message}`);
  }
}

function baseName(path: string): string {
  return basename(resolve(path)).replace(/(\.tf|\.tfstate|\.tfplan)?\.json$|\.tfstate$/, "");
}
