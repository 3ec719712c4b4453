/** A call of a function with its arguments, each an expression; undefined for what is no call. */
export function parseCall(
  expression: string,
): { readonly name: string; readonly given: readonly string[] } | undefined {
  const [, name, inside] = /^([a-z_]\w*)\((.*)\)$/s.exec(expression) ?? [];
  const given = inside === undefined ? undefined : partsOf(inside);
  return name === undefined || !given ? undefined : { name, given };
}

/** What a literal is made of, and how that is read: an expression by `evaluate`, and a text as a template by `fill`. */
export interface Reader {
  readonly evaluate: (expression: string) => unknown;
  readonly fill: (template: string) => unknown;
}

/** The value of a number, a text, `null`, `true`, `false`, a list or an object; undefined for any other expression. */
export function literal(expression: string, { evaluate, fill }: Reader): { value: unknown } | undefined {
  if (/^\d+$/.test(expression)) return { value: Number(expression) };
  if (/^(null|true|false)$/.test(expression)) return { value: JSON.parse(expression) as unknown };
  if (/^"(\\.|[^"\\])*"$/s.test(expression)) return { value: fill(unescaped(expression.slice(1, -1))) };
  const [, list] = /^\[(.*)\]$/s.exec(expression) ?? [];
  const items = list === undefined ? undefined : partsOf(list);
  // `[for each in …]` is one part, and no item.
  if (items && !isLoop(items)) return { value: items.filter((item) => item !== "").map(evaluate) };
  const [, object] = /^\{(.*)\}$/s.exec(expression) ?? [];
  const pairs = object === undefined ? undefined : pairsOf(object);
  if (!pairs) return undefined;
  return { value: Object.fromEntries(pairs.map(([name, value]) => [name, evaluate(value)])) };
}

/** `"event" = "lost", host = x.y` as names and expressions; undefined where a name is one that has to be computed. */
function pairsOf(inside: string): [string, string][] | undefined {
  const pairs = partsOf(inside)
    ?.filter((part) => part !== "")
    .map((part) => /^(?:"([^"\\$%]*)"|([A-Za-z_][\w-]*))\s*[=:](?!=)\s*(.+)$/s.exec(part));
  if (!pairs || pairs.includes(null)) return undefined;
  return pairs.map((pair) => [(pair![1] ?? pair![2])!, pair![3]!]);
}

function isLoop([first]: readonly string[]): boolean {
  return /^for\s/.test(first!);
}

/** What stands between commas, those in quotes and brackets aside; undefined where a bracket closes that none opened. */
function partsOf(inside: string): string[] | undefined {
  const parts = [""];
  let depth = 0;
  for (const [token] of inside.matchAll(/"(\\.|[^"\\])*"|[^"]/gs)) {
    if (/^[([{]$/.test(token)) depth++;
    if (/^[)\]}]$/.test(token)) depth--;
    if (depth < 0) return undefined;
    if (token === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += token;
  }
  return parts.map((text) => text.trim());
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** A quoted text as it is meant (Terraform language, "Strings and Templates", "Escape Sequences"). */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([\da-fA-F]{4})|(.))/gs, (_, code: string | undefined, sign: string) =>
    code === undefined ? (ESCAPES[sign] ?? sign) : String.fromCharCode(parseInt(code, 16)),
  );
}
