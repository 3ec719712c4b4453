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

/** One line: `environments/article.ts: zones[1]: "eu-central-1b": is listed twice; …`. */
export function formatFault(source: string, { path, value, message }: Fault): string {
  const shown = value === undefined ? "" : ` ${abbreviate(JSON.stringify(value) ?? String(value))}`;
  return `${source}: ${path || "environment"}:${shown} ${message}`;
}

function abbreviate(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
