import { inspect } from "node:util";

/** One thing that is wrong with an environment: the field's path, the value it has, and how to mend it. */
export interface Fault {
  readonly path: string;
  readonly value?: unknown;
  readonly message: string;
}

/** Thrown when an environment is not fit to be synthesized; it carries every fault, not just the first. */
export class EnvironmentError extends Error {
  constructor(
    readonly source: string,
    readonly faults: readonly Fault[],
  ) {
    super(faults.map((fault) => formatFault(source, fault)).join("\n"));
    this.name = "EnvironmentError";
  }
}

/** One line: `environments/article.ts: zones[1].name: "eu-central-1b" is listed twice; name each zone once`. */
function formatFault(source: string, { path, value, message }: Fault): string {
  const shown = value === undefined ? "" : ` ${abbreviate(formatValue(value))}`;
  return `${source}: ${path}:${shown} ${message}`;
}

function formatValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return inspect(value, { breakLength: Infinity, compact: true }).replace(/\s+/g, " ");
}

function abbreviate(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

/** `["zones", 1, "name"]` as `zones[1].name`; the environment itself when the path is empty. */
export function formatPath(path: readonly PropertyKey[]): string {
  const text = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    return /^[\w$]+$/.test(String(step)) ? `.${String(step)}` : `[${JSON.stringify(String(step))}]`;
  });
  return text.join("").replace(/^\./, "") || "environment";
}
