import { ADDITIONS } from "./additions";
import { DIFFERENCES, DifferenceId } from "./differences";
import { ArticleResource, Fact, Reference, UNSET, Value } from "./facts";
import { DATA_AND_PROVIDER, RESOURCES, ROWS } from "./table";

const START =
  "<!-- generated from __tests__/article; to refresh: npm run docs:article -->\n<!-- prettier-ignore-start -->\n";
const END = "<!-- prettier-ignore-end -->\n";

/** The document with its generated part as the table is now. */
export function refreshed(document: string): string {
  const start = document.indexOf(START) + START.length;
  const end = document.indexOf(END, start);
  if (start < START.length || end < 0)
    throw new Error("docs/article.md has lost the marks of its generated part");
  return `${document.slice(0, start)}\n${generated()}\n${document.slice(end)}`;
}

function generated(): string {
  return (
    [
      "## The 24 resources",
      table(
        ["", "The article", "Here", "The same", "Different"],
        RESOURCES.map((row, index) => [`${index + 1}`, ...cells(row)]),
      ),
      "Beside them, its data source and its provider:",
      table(["The article", "Here", "The same", "Different"], DATA_AND_PROVIDER.map(cells)),
      "## The differences",
      ...ids().map(difference),
      "## What is added",
      table(
        ["Here", "Why"],
        ADDITIONS.map(({ address, reason, difference }) => [
          code(address),
          difference ? `${reason} See ${link(difference)}.` : reason,
        ]),
      ),
    ].join("\n\n") + "\n"
  );
}

function cells({ address, counterparts, facts }: ArticleResource): string[] {
  const others = ROWS.flatMap((row) => row.counterparts);
  const parts = facts.map(({ at }) => at).filter((at) => !others.includes(at));
  const ours = [...counterparts, ...parts].map((at) => {
    const byDefault = facts.some((fact) => fact.at === at && !fact.withSsh);
    return `${code(at)}${byDefault ? "" : WITH_SSH}`;
  });
  const differences = facts.flatMap(({ difference }) => (difference ? [link(difference)] : []));
  return [
    code(address),
    list(ours),
    list(facts.filter(isSame).flatMap(words)),
    list(differences) || "nothing",
  ];
}

const WITH_SSH = ", with `ssh`";

/** With SSH switched on, its key and its rule are the article's. */
function isSame({ difference, withSsh }: Fact): boolean {
  return !difference || (difference === "ssh" && withSsh === true);
}

function words({ article, here, withSsh }: Fact): string[] {
  const byDefault = Object.keys(article).length === 0;
  const condition = `${byDefault ? ", AWS's default" : ""}${withSsh ? WITH_SSH : ""}`;
  return Object.entries<Value>(byDefault ? here : article).map(([path, value]) => {
    if (value === UNSET) return `${code(path)} not set`;
    const told = text(value);
    // What takes more than one word is a description and no value.
    return `${told.includes(" ") ? `${code(path)}: ${told}` : code(`${path} = ${told}`)}${condition}`;
  });
}

function text(value: Value): string {
  if (value instanceof Reference) return value.address;
  return Array.isArray(value) ? value.map(text).join(", ") : String(value);
}

function difference(id: DifferenceId): string {
  const { article, here, why } = DIFFERENCES[id];
  return [`### ${id}`, `**The article:** ${article}`, `**Here:** ${here}`, `**Why:** ${why}`].join("\n\n");
}

function ids(): DifferenceId[] {
  return Object.keys(DIFFERENCES) as DifferenceId[];
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function list(items: string[]): string {
  return [...new Set(items)].join("<br>");
}

function code(words: string): string {
  return `\`${words}\``;
}

function link(id: DifferenceId): string {
  return `[${id}](#${id})`;
}
