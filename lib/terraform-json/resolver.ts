import { isValues } from "./json-blocks";
import { producerOf } from "./remote-state";
import { parseReference, parseTemplate } from "./template";
import { ReadError } from "./read-error";
import { Resource, Source, Stack } from "./stack";

/** The value of an attribute that Terraform learns only from AWS; `undefined` when it is not known beforehand. */
export type ComputedAttribute = (resource: Resource, attribute: string) => unknown;

/** Follows references inside a stack and into others. */
export class Resolver {
  private readonly stacks: ReadonlyMap<string, Stack>;
  private readonly resources: ReadonlyMap<string, Resource>;
  private readonly inProgress = new Set<string>();

  constructor(
    stacks: readonly Stack[],
    private readonly computed: ComputedAttribute,
  ) {
    this.stacks = new Map(stacks.map((stack) => [stack.name, stack]));
    this.resources = new Map(
      stacks.flatMap((stack) => stack.resources.map((resource) => [key(resource), resource])),
    );
  }

  /** @throws ReadError that names the place and the expression */
  resolve(value: unknown, at: Source): unknown {
    if (typeof value === "string") return this.resolveText(value, at);
    if (Array.isArray(value)) return value.map((item) => this.resolve(item, at));
    if (!isValues(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.resolve(item, at)]));
  }

  private resolveText(text: string, at: Source): unknown {
    const parts = parseTemplate(text);
    if (!parts) throw new ReadError(at, `cannot resolve ${quoted(text)}: directives are not followed`);
    const values = parts.map((part) =>
      typeof part === "string" ? part : this.evaluate(part.expression, at),
    );
    if (values.length === 1) return values[0];
    if (values.some((value) => typeof value === "object")) {
      throw new ReadError(at, `cannot resolve ${quoted(text)}: a list or a map cannot be part of a text`);
    }
    return values.join("");
  }

  private evaluate(expression: string, at: Source): unknown {
    const fail = (why: string): never => {
      throw new ReadError(at, `cannot resolve ${quoted(`\${${expression}}`)}: ${why}`);
    };
    const steps = parseReference(expression);
    if (!steps) return fail("only plain references are followed, no functions, conditions or splats");
    const inProgress = `${at.stack} ${expression}`;
    if (this.inProgress.has(inProgress)) return fail("it depends on itself");
    this.inProgress.add(inProgress);
    try {
      const { value, rest } = this.follow(steps, this.stacks.get(at.stack)!, fail);
      return rest.reduce((whole, step) => {
        if (typeof whole !== "object" || whole === null || !Object.hasOwn(whole, step)) {
          return fail(`there is no "${step}" in it`);
        }
        return (whole as Record<string, unknown>)[step];
      }, value);
    } finally {
      this.inProgress.delete(inProgress);
    }
  }

  /** What the first steps of a reference stand for, and the steps that lead on into it. */
  private follow(steps: string[], stack: Stack, fail: (why: string) => never) {
    const [head, name, attribute] = steps as [string, string, string | undefined];
    if (head === "data") return this.followData(steps, stack, fail);
    if (head === "var" || head === "local") {
      const values = head === "var" ? stack.variables : stack.locals;
      const lack = head === "var" ? `has no default` : `is not declared`;
      if (!Object.hasOwn(values, name)) return fail(`${head}.${name} ${lack}`);
      return {
        value: this.resolve(values[name], { stack: stack.name, address: `${head}.${name}` }),
        rest: steps.slice(2),
      };
    }
    const resource = this.resources.get(key({ stack: stack.name, address: `${head}.${name}` }));
    if (!resource) return fail(`there is no ${head}.${name}`);
    if (attribute === undefined) return fail("a whole resource is no value here");
    const value = this.computed(resource, attribute) ?? this.resolve(resource.values[attribute], resource);
    if (value === undefined) return fail(`AWS decides its ${attribute}, and there is no stand-in for it`);
    return { value, rest: steps.slice(3) };
  }

  private followData(steps: string[], stack: Stack, fail: (why: string) => never) {
    const [, type, label, attribute, output] = steps;
    if (type === "terraform_remote_state" && attribute === "outputs" && output !== undefined) {
      const remoteState = stack.data[`${type}.${label}`];
      if (!isValues(remoteState)) return fail(`there is no data.${type}.${label}`);
      const producer = producerOf(label!, remoteState, stack, [...this.stacks.values()]);
      if (!producer) return fail("the stack whose state this is was not read");
      const at = { stack: producer.name, address: `output.${output}` };
      if (!Object.hasOwn(producer.outputs, output)) return fail(`${producer.name} has no output "${output}"`);
      return { value: this.resolve(producer.outputs[output], at), rest: steps.slice(5) };
    }
    if (stack.region !== undefined) {
      const region = () => String(this.resolve(stack.region, { stack: stack.name, address: "provider.aws" }));
      if (type === "aws_region" && ["id", "name", "region"].includes(attribute!)) {
        return { value: region(), rest: steps.slice(4) };
      }
      if (type === "aws_availability_zones" && attribute === "names") {
        return { value: [..."abcdef"].map((letter) => region() + letter), rest: steps.slice(4) };
      }
    }
    return fail("AWS alone knows what a data source finds");
  }
}

function key({ stack, address }: Source): string {
  return `${stack} ${address}`;
}

/** A text in quotes, on one line whatever it holds. */
function quoted(text: string): string {
  return `"${text.replace(/\s+/g, " ")}"`;
}
