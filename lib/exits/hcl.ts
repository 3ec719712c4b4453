/** What is needed of a stack's JSON: its resources' arguments by type and name, those that it imports, and those that it forgets. */
interface Stack {
  readonly import?: readonly { readonly to: string; readonly id: string }[];
  readonly removed?: readonly { readonly from: string; readonly lifecycle: { readonly destroy: boolean } }[];
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/**
 * A stack's HCL as cdktf should have written it. cdktf 0.21 ends every heredoc with one newline more than the value has,
 * so that a host with that user data would be replaced; ends one early at a line `EOF`; leaves out empty lists, such as
 * the rules of a security group that is to have none, `import` and `removed`; writes `ignore_changes = ["ami"]` and
 * `depends_on = ["aws_vpc.vpc"]`, which Terraform calls deprecated; and writes the conditions of a lifecycle as a list,
 * which Terraform refuses.
 *
 * @param hcl what cdktf wrote
 * @param json the same stack as cdktf writes it to JSON, which has the values
 */
export function correctHcl(hcl: string, json: Stack): string {
  const values = multiLineStrings(json);
  // What a value contains must not be taken for code, nor for a shorter value.
  values.sort((a, b) => b.length - a.length);
  const mark = (index: number) => `"\u0000${index}"`;
  const code = values.reduce((text, value, index) => text.replaceAll(asCdktfWrites(value), mark(index)), hcl);
  return values.reduce(
    (text, value, index) => text.replaceAll(mark(index), () => heredoc(value)),
    addRootBlocks(addEmptyLists(conditionBlocks(unquoteNames(code)), json), json),
  );
}

function multiLineStrings(json: unknown): string[] {
  if (typeof json === "string") return /[\r\n]/.test(json) ? [json] : [];
  if (typeof json !== "object" || json === null) return [];
  return [...new Set(Object.values(json).flatMap(multiLineStrings))];
}

/** As `renderString` of cdktf's `lib/hcl/render.js` does. */
function asCdktfWrites(value: string): string {
  return `<<EOF\n${value.split(/\r\n|[\n\r]/).join("\n")}\nEOF`;
}

/** A heredoc always ends with a newline; `chomp` would take away all that the value ends with. */
function heredoc(value: string): string {
  if (!value.endsWith("\n")) return `trimsuffix(${heredoc(`${value}\n`)}\n, "\\n")`;
  const lines = value.split("\n").map((line) => line.trim());
  let end = "EOF";
  while (lines.includes(end)) end += "_";
  return `<<${end}\n${value}${end}`;
}

function unquoteNames(code: string): string {
  return code.replace(/(ignore_changes|depends_on) = \[[^\]]*\]/g, (list) => list.replaceAll('"', ""));
}

function conditionBlocks(code: string): string {
  return code.replace(
    /(precondition|postcondition) = \[\n((?:\{\n(?:.*\n)*?\},\n)+)\]/g,
    (_, kind, list: string) => list.replaceAll(/\{\n((?:.*\n)*?)\},\n/g, `${kind} {\n$1}\n`),
  );
}

function addEmptyLists(code: string, { resource = {} }: Stack): string {
  for (const [type, named] of Object.entries(resource)) {
    for (const [name, args] of Object.entries(named)) {
      const empty = Object.keys(args).filter((key) => Array.isArray(args[key]) && args[key].length === 0);
      const head = `resource "${type}" "${name}" {\n`;
      code = code.replace(head, head + empty.map((key) => `  ${key} = []\n`).join(""));
    }
  }
  return code;
}

function addRootBlocks(code: string, { import: imports = [], removed = [] }: Stack): string {
  const imported = imports.map(({ to, id }) => `\nimport {\n  to = ${to}\n  id = "${id}"\n}\n`);
  const forgotten = removed.map(
    ({ from, lifecycle: { destroy } }) =>
      `\nremoved {\n  from = ${from}\n  lifecycle {\n    destroy = ${destroy}\n  }\n}\n`,
  );
  return [code, ...imported, ...forgotten].join("");
}
