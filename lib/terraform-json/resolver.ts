import { literal, parseCall } from "./expressions";
import { FUNCTIONS, FunctionError } from "./functions";
import { producerOf } from "./remote-state";
import { Absent, Circle, ReadError, Resource, Source, Stack } from "./stack";
import { AttributeOf, LaterValue, Sizes, Written, isValues, parseReference, parseTemplate } from "./values";

/** The value of an attribute that Terraform learns only from AWS; `undefined` when it is not known beforehand. */
export type ComputedAttribute = (resource: Resource, attribute: string) => unknown;

type Fail = (why: string) => never;

/** Follows references inside a stack and into others. */
export class Resolver {
  private readonly stacks: ReadonlyMap<string, Stack>;
  private readonly resources: ReadonlyMap<string, Resource>;
  private readonly inProgress = new Set<string>();
  /** Locals, variables and outputs, which others may name many times. */
  private readonly named = new Map<string, unknown>();
  private readonly sizes = new Sizes();

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
    return this.resolved(value, at, this.stacks.get(at.stack)?.templates ?? true);
  }

  private resolved(value: unknown, at: Source, templates: boolean): unknown {
    if (value instanceof LaterValue) return this.later(value, at);
    if (typeof value === "string") return templates ? this.resolveText(value, at) : value;
    if (typeof value !== "object" || value === null) return value;
    const whole = Array.isArray(value)
      ? value.map((item) => this.resolved(item, at, templates))
      : Object.fromEntries(
          Object.entries(value).map(([name, item]) => [name, this.resolved(item, at, templates)]),
        );
    if (this.sizes.isTooLarge(whole)) throw new ReadError(at, "is too large to be read");
    return whole;
  }

  private later(value: LaterValue, at: Source): unknown {
    if (value instanceof Written) {
      try {
        return this.resolved(value.value, at, true);
      } catch (error) {
        if (error instanceof ReadError && value.otherwise !== undefined) return value.otherwise;
        throw error;
      }
    }
    if (value instanceof AttributeOf) {
      const { address, attribute } = value;
      const fail = failing(at, `${address}.${attribute}`);
      const resource = this.resources.get(key({ stack: at.stack, address }));
      return this.guarded(`${at.stack} ${address}.${attribute}`, fail, () =>
        resource ? this.attribute(resource, attribute, fail) : fail(`there is no ${address}`),
      );
    }
    throw new ReadError(at, "has a value that is known after the apply only");
  }

  private resolveText(text: string, at: Source): unknown {
    const fail = failing(at, text);
    const parts = parseTemplate(text);
    if (!parts) return fail("directives are not followed");
    const values = parts.map((part) =>
      typeof part === "string" ? part : this.evaluate(part.expression, at),
    );
    if (values.length === 1) return values[0];
    if (values.some((value) => typeof value === "object"))
      return fail("a list or a map cannot be part of a text");
    const whole = values.join("");
    return this.sizes.isTooLarge(whole) ? fail("it is too large") : whole;
  }

  private evaluate(expression: string, at: Source): unknown {
    const fail = failing(at, `\${${expression}}`);
    const call = parseCall(expression);
    if (call?.name === "try") return this.firstOf(call.given, at);
    const compute = call && Object.hasOwn(FUNCTIONS, call.name) ? FUNCTIONS[call.name] : undefined;
    if (compute) return this.called(compute, call!.given, at, fail);
    const steps = parseReference(expression);
    if (!steps) return fail("only plain references are followed, no functions, conditions or splats");
    return this.guarded(`${at.stack} ${expression}`, fail, () => {
      const { value, rest } = this.follow(steps, this.stacks.get(at.stack)!, fail);
      return rest.reduce((whole, step) => {
        if (typeof whole !== "object" || whole === null || !Object.hasOwn(whole, step)) {
          throw new Absent(at, unresolved(`\${${expression}}`, `there is no "${step}" in it`));
        }
        return (whole as Record<string, unknown>)[step];
      }, value);
    });
  }

  private called(
    compute: (given: readonly unknown[]) => unknown,
    given: readonly string[],
    at: Source,
    fail: Fail,
  ): unknown {
    const values = given.map((expression) => this.argument(expression, at));
    if (this.sizes.isTooLarge(values)) return fail("it is too large");
    try {
      return compute(values);
    } catch (error) {
      if (error instanceof FunctionError) return fail(error.message);
      throw error;
    }
  }

  /** Terraform's `try`: the first that is there. */
  private firstOf(given: readonly string[], at: Source): unknown {
    for (const expression of given.slice(0, -1)) {
      if (this.isRecord(expression, at)) continue;
      try {
        return this.argument(expression, at);
      } catch (error) {
        // What is only unknown here may be there.
        if (!(error instanceof Absent)) throw error;
      }
    }
    return this.argument(given.at(-1)!, at);
  }

  /** Whether it is what Parameter Store tells of what has happened since, as of a failover: as written, there is nothing. */
  private isRecord(expression: string, at: Source): boolean {
    const [head, name] = parseReference(expression) ?? [];
    const local = head === "local" ? this.stacks.get(at.stack)?.locals[name!] : undefined;
    return typeof local === "string" && local.includes("data.aws_ssm_parameters_by_path.");
  }

  private argument(expression: string, at: Source): unknown {
    const found = literal(expression, {
      evaluate: (part) => this.argument(part, at),
      fill: (template) => this.resolveText(template, at),
    });
    return found ? found.value : this.evaluate(expression, at);
  }

  private guarded<T>(what: string, fail: Fail, read: () => T): T {
    if (this.inProgress.has(what)) return fail("it depends on itself");
    this.inProgress.add(what);
    try {
      return read();
    } catch (error) {
      if (error instanceof Circle) return fail("it depends on itself");
      throw error;
    } finally {
      this.inProgress.delete(what);
    }
  }

  /** What the first steps of a reference stand for, and the steps that lead on into it. */
  private follow(steps: string[], stack: Stack, fail: Fail) {
    const [head, name, attribute] = steps as [string, string, string | undefined];
    if (head === "data") return this.followData(steps, stack, fail);
    if (head === "var" || head === "local") {
      const values = head === "var" ? stack.variables : stack.locals;
      const lack = head === "var" ? `has no default` : `is not declared`;
      if (!Object.hasOwn(values, name)) return fail(`${head}.${name} ${lack}`);
      const at = { stack: stack.name, address: `${head}.${name}` };
      return { value: this.valueAt(at, values[name]), rest: steps.slice(2) };
    }
    const resource = this.resources.get(key({ stack: stack.name, address: `${head}.${name}` }));
    if (!resource) return fail(`there is no ${head}.${name}`);
    if (attribute === undefined) return fail("a whole resource is no value here");
    return { value: this.attribute(resource, attribute, fail), rest: steps.slice(3) };
  }

  /** What a resource says itself, or else what AWS will. */
  private attribute(resource: Resource, attribute: string, fail: Fail): unknown {
    const own = attribute === "id" && !resource.deployed ? undefined : resource.values[attribute];
    const given = own === undefined || own === null || own === "" ? undefined : this.resolve(own, resource);
    const value = given ?? this.computed(resource, attribute);
    if (value !== undefined) return value;
    return resource.data
      ? fail("AWS alone knows what a data source finds")
      : fail(`AWS decides its ${attribute}, and there is no placeholder for it`);
  }

  private followData(steps: string[], stack: Stack, fail: Fail) {
    const [, type, label, attribute, output] = steps;
    if (type === "terraform_remote_state" && attribute === "outputs" && output !== undefined) {
      const remoteState = stack.data[`${type}.${label}`];
      if (!isValues(remoteState)) return fail(`there is no data.${type}.${label}`);
      const producer = producerOf(label!, remoteState, stack, [...this.stacks.values()]);
      if (!producer) return fail("the stack whose state this is was not read");
      const at = { stack: producer.name, address: `output.${output}` };
      if (!Object.hasOwn(producer.outputs, output)) return fail(`${producer.name} has no output "${output}"`);
      return { value: this.valueAt(at, producer.outputs[output]), rest: steps.slice(5) };
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
    const found = this.resources.get(key({ stack: stack.name, address: `data.${type}.${label}` }));
    if (!found || attribute === undefined) return fail("AWS alone knows what a data source finds");
    return { value: this.attribute(found, attribute, fail), rest: steps.slice(4) };
  }

  private valueAt(at: Source, value: unknown): unknown {
    const name = key(at);
    if (!this.named.has(name)) this.named.set(name, this.resolve(value, at));
    return this.named.get(name);
  }
}

function failing(at: Source, expression: string): Fail {
  return (why) => {
    throw new ReadError(at, unresolved(expression, why));
  };
}

function unresolved(expression: string, why: string): string {
  return `cannot resolve ${quoted(expression)}: ${why}`;
}

function key({ stack, address }: Source): string {
  return `${stack} ${address}`;
}

/** A text in quotes, on one line whatever it holds, and not too long for one. */
function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return `"${line.length > 200 ? `${line.slice(0, 200)}…` : line}"`;
}
