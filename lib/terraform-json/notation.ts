import { Values, isValues } from "./stack";

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
