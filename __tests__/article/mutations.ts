import { Fact, UNSET } from "./facts";
import { StacksJson } from "./ours";
import { StackName } from "../support/synthesize";

/** A way to spoil the stacks' JSON. */
export interface Mutation {
  readonly name: string;
  spoil(json: StacksJson): void;
}

export function removal(at: string): Mutation {
  return {
    name: `${at} removed`,
    spoil: (json) => {
      const { blocks, name } = locate(json, at);
      if (Array.isArray(blocks)) blocks.splice(Number(name), 1);
      else delete blocks[name];
    },
  };
}

/** Each argument of the fact with other values than it has. */
export function alterations({ at, here }: Fact): Mutation[] {
  return Object.keys(here).flatMap((path) =>
    [0, 1].map((variant) => ({
      name: `${at} with another ${path} (${variant})`,
      spoil: (json: StacksJson) => change(json, at, path, (value) => others(value)[variant]),
    })),
  );
}

/** Each argument of a difference as the article has it. */
export function reversals({ at, article }: Fact): Mutation[] {
  return Object.entries(article).map(([path, value]) => ({
    name: `${at} with the article's ${path}`,
    spoil: (json) => change(json, at, path, () => (value === UNSET ? undefined : value)),
  }));
}

/** One more argument. */
export function extension(at: string): Mutation {
  return {
    name: `${at} with one more argument`,
    spoil: (json) => change(json, at, "something_new", () => true),
  };
}

function others(value: unknown): [unknown, unknown] {
  if (typeof value === "boolean") return [!value, undefined];
  if (typeof value === "number") return [value + 1, undefined];
  return ["something else", "${aws_vpc.something_else.id}"];
}

function change(json: StacksJson, at: string, path: string, to: (value: unknown) => unknown): void {
  const { blocks, name } = locate(json, at);
  const keys = path.split(".");
  let block = (blocks[name] ??= {});
  while (keys.length > 1 && typeof block[keys[0]!] === "object") block = block[keys.shift()!];
  block[keys[0]!] = to(block[keys[0]!]);
}

/** Where the block of `stack/address` stands in the JSON. */
function locate(json: StacksJson, at: string): { blocks: any; name: string } {
  const [stack, address] = at.split("/") as [StackName, string];
  const words = address.split(".");
  if (words[0] === "provider") return { blocks: json[stack].provider[words[1]!], name: "0" };
  const [type, name] = words.slice(-2) as [string, string];
  const kind = words[0] === "data" ? "data" : "resource";
  const blocksOfKind = (json[stack][kind] ??= {});
  return { blocks: (blocksOfKind[type] ??= {}), name };
}
