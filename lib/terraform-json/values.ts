/** An object of Terraform JSON: arguments, or blocks, by their names. */
export type Values = Readonly<Record<string, unknown>>;

export function isValues(value: unknown): value is Values {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof LaterValue)
  );
}

/** A value that a plan does not have yet. */
export abstract class LaterValue {}

/** Another resource's attribute, in the same stack. */
export class AttributeOf extends LaterValue {
  constructor(
    readonly address: string,
    readonly attribute: string,
  ) {
    super();
  }
}

/** What the configuration says, whose texts are templates; where that cannot be followed, the plan's own value. */
export class Written extends LaterValue {
  constructor(
    readonly value: unknown,
    readonly otherwise?: unknown,
  ) {
    super();
  }
}

/** Nothing that can be followed. */
export class Unknown extends LaterValue {}

/** Terraform JSON lets one block stand as an object and several as an array of objects. */
export function blocksOf(value: unknown): Values[] {
  if (Array.isArray(value)) return value.flatMap(blocksOf);
  return isValues(value) ? [value] : [];
}

/** The blocks of one label, `{ name: body }`, as pairs; comments are left out. */
export function labelled(value: unknown): [string, unknown][] {
  return blocksOf(value).flatMap((block) => Object.entries(block).filter(([label]) => label !== "//"));
}

/** The blocks of one body as one: the later ones win. */
export function merged(body: unknown): Values {
  return Object.fromEntries(blocksOf(body).flatMap((block) => Object.entries(block)));
}

/** Text, or an expression that stood between `${` and `}`. */
export type TemplatePart = string | { readonly expression: string };

/** Splits a string of Terraform JSON into its text and its interpolations; `undefined` when it has a `%{` directive. */
export function parseTemplate(template: string): TemplatePart[] | undefined {
  const parts: TemplatePart[] = [];
  let rest = template;
  for (;;) {
    const at = rest.search(/[$%]{1,2}\{/);
    if (at < 0) return [...parts, rest].filter((part) => part !== "");
    parts.push(rest.slice(0, at));
    rest = rest.slice(at);
    if (/^(\$\$|%%)/.test(rest)) {
      parts.push(rest[0] + "{");
      rest = rest.slice(3);
    } else if (rest.startsWith("${")) {
      const end = endOfExpression(rest);
      parts.push({ expression: rest.slice(2, end).trim() });
      rest = rest.slice(end + 1);
    } else {
      return undefined;
    }
  }
}

/** Where the brace that closes the first one is, not counting those in quotes. */
function endOfExpression(text: string): number {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(\\.|[^"\\])*"|[{}]/g)) {
    if (token === "{") depth++;
    if (token === "}" && --depth === 0) return index;
  }
  return text.length;
}

/** `aws_subnet.a.tags["Name"]` as its steps, or `undefined` when an expression is more than a plain reference. */
export function parseReference(expression: string): string[] | undefined {
  const step = /\.?([A-Za-z0-9_-]+)|\[(\d+)\]|\["([^"\\]*)"\]/y;
  const steps: string[] = [];
  while (step.lastIndex < expression.length) {
    const match = step.exec(expression);
    if (!match) return undefined;
    steps.push(match[1] ?? match[2] ?? match[3]!);
  }
  return steps.length > 1 && /^[A-Za-z_]/.test(expression) ? steps : undefined;
}

/** The most that a value may be made of, in characters and parts: as much as EC2 takes as user data, many times over. */
const MOST = 1 << 20;

/** How much values hold once what they have in common is written out: doubling a local 26 times makes gigabytes. */
export class Sizes {
  private readonly ofObjects = new WeakMap<object, number>();

  isTooLarge(value: unknown): boolean {
    return this.of(value) > MOST;
  }

  private of(value: unknown): number {
    if (typeof value === "string") return value.length;
    if (typeof value !== "object" || value === null) return 1;
    let size = this.ofObjects.get(value);
    if (size === undefined) {
      size = Object.values(value).reduce((sum: number, part) => sum + this.of(part), 1);
      this.ofObjects.set(value, size);
    }
    return size;
  }
}
