import { STACKS, StackName, Synthesized } from "../support/synthesize";
import { Arguments, Reference, Value } from "./facts";

/** The synthesized JSON of the four stacks. */
export type StacksJson = Readonly<Record<StackName, any>>;

/** What our stacks say: each resource's, data source's and provider's arguments by `stack/address`. */
export type Ours = ReadonlyMap<string, Arguments>;

export function stacksJson(synthesized: Synthesized): StacksJson {
  return Object.fromEntries(STACKS.map((stack) => [stack, synthesized.json(stack)])) as StacksJson;
}

/** Reads the stacks' JSON; references, also those to another stack, become `Reference`s to `stack/address`. */
export function readOurs(stacks: StacksJson): Ours {
  return new Map(STACKS.flatMap((stack) => blocks(stacks[stack], stack, stacks)));
}

function blocks(json: any, stack: StackName, stacks: StacksJson): [string, Arguments][] {
  return [
    ...json.provider.aws.map((provider: any) => [`${stack}/provider.aws`, provider]),
    ...named(json.resource, `${stack}/`),
    ...named(json.data, `${stack}/data.`),
  ].map(([address, written]) => [address, read(written, stack, stacks) as Arguments]);
}

function named(blocksByType: any = {}, prefix: string): [string, any][] {
  return Object.entries<any>(blocksByType).flatMap(([type, byName]) =>
    Object.entries<any>(byName).map(([name, written]): [string, any] => [
      `${prefix}${type}.${name}`,
      written,
    ]),
  );
}

function read(value: any, stack: StackName, stacks: StacksJson): Value {
  if (typeof value === "string") return readText(value, stack, stacks);
  if (Array.isArray(value)) return value.map((item) => read(item, stack, stacks));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([key]) => key !== "//");
  return Object.fromEntries(entries.map(([key, item]) => [key, read(item, stack, stacks)]));
}

const CROSS_STACK = /^data\.terraform_remote_state\.cross-stack-reference-input-(.+)\.outputs\.(.+)$/;

function readText(text: string, stack: StackName, stacks: StacksJson): Value {
  const expression = /^\$\{([^{}]+)\}$/.exec(text)?.[1];
  if (expression === undefined) return text.startsWith("{") ? readPolicy(text) : text;
  const [, producer, output] = CROSS_STACK.exec(expression) ?? [];
  if (producer !== undefined) {
    return read(
      stacks[producer as StackName]?.output?.[output!]?.value ?? text,
      producer as StackName,
      stacks,
    );
  }
  const end = expression.lastIndexOf(".");
  return new Reference(`${stack}/${expression.slice(0, end)}`, expression.slice(end + 1));
}

/** A policy document is JSON within the JSON. */
function readPolicy(text: string): Value {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
