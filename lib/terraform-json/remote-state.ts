import { isAbsolute, join } from "node:path";
import { isValues } from "./json-blocks";
import { Backend, Stack, Values } from "./stack";

/** The stack whose state a `terraform_remote_state` reads: by where it is kept, or else by its name. */
export function producerOf(
  label: string,
  remoteState: Values,
  consumer: Stack,
  stacks: readonly Stack[],
): Stack | undefined {
  const { backend, config } = remoteState;
  const wanted = place({ type: String(backend), config: isValues(config) ? config : {} }, consumer.folder);
  const there = stacks.filter(
    (stack) => wanted !== undefined && place(stack.backend, stack.folder) === wanted,
  );
  if (there.length === 1) return there[0];
  return stacks
    .filter((stack) => wanted === undefined || place(stack.backend, stack.folder) === undefined)
    .filter(({ name }) => label === name || label.endsWith(`-${name}`) || label.endsWith(`_${name}`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

/** Where a backend keeps its state, if that is of a kind that can be compared and is all in the JSON. */
function place({ type, config }: Backend, folder: string): string | undefined {
  const text = (name: string) => (typeof config[name] === "string" ? config[name] : undefined);
  if (type === "local") {
    const path = text("path") ?? "terraform.tfstate";
    return `local:${isAbsolute(path) ? path : join(folder, path)}`;
  }
  if (type === "s3" && text("bucket") && text("key")) return `s3:${text("bucket")}/${text("key")}`;
  return undefined;
}
