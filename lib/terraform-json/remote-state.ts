import { isAbsolute, join } from "node:path";
import { Backend, Resource, Stack } from "./stack";
import { Values, Written, isValues } from "./values";

/** A value of another stack: `data.terraform_remote_state.<label>.outputs.<output>`. */
export interface RemoteValue {
  readonly label: string;
  readonly producer: string;
  readonly output: string;
}

const REFERENCE = /data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)/g;
const WHOLE_REFERENCE = new RegExp(`^${REFERENCE.source}$`);

/** The values of other stacks that an expression or a whole configuration takes, each once, in the text's order. */
export function remoteValues(text: string): RemoteValue[] {
  const found = [...text.matchAll(REFERENCE)].map(([, label, output]) => {
    // cdktf's own name for what a stack reads of another.
    return { label: label!, producer: label!.replace(/^cross-stack-reference-input-/, ""), output: output! };
  });
  return [...new Map(found.map((value) => [`${value.label} ${value.output}`, value])).values()];
}

/** Those references that are a value of another stack and nothing else. */
export function remoteReferences(references: readonly string[]): string[] {
  return references.filter((reference) => WHOLE_REFERENCE.test(reference));
}

/** What a plan found in other stacks' states. */
export class RemoteOutputs {
  private readonly byAddress: ReadonlyMap<string, unknown>;

  constructor(found: readonly Resource[]) {
    const remote = found.filter(({ type }) => type === "terraform_remote_state");
    this.byAddress = new Map(remote.map(({ address, values }) => [address, values["outputs"]]));
  }

  /** A value by its name where it is one of the references and nothing else, or a list of such. */
  named(value: unknown, references: readonly string[]): Written | undefined {
    const remote = remoteReferences(references);
    if (remote.length === 0) return undefined;
    const nameOf = (part: unknown) => {
      const reference = remote.find((each) => this.output(each) === part);
      return reference === undefined ? part : `\${${reference}}`;
    };
    if (typeof value === "string") {
      const name = nameOf(value);
      return name === value ? undefined : new Written(name, value);
    }
    if (!Array.isArray(value) || value.some((part) => typeof part !== "string")) return undefined;
    return new Written(value.map(nameOf), value);
  }

  private output(reference: string): unknown {
    const [address, output] = reference.split(".outputs.");
    const outputs = this.byAddress.get(address!);
    return isValues(outputs) ? outputs[output!] : undefined;
  }
}

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
