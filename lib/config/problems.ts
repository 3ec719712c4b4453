import { describe, looksSecret, printable, quoted } from "../tools/printable";

export type Path = readonly PropertyKey[];

/** One thing that is wrong with an environment: where, the value that is there, and how to put it right. */
export interface Problem {
  /** The field's path; a text names what is no field, such as a line of the file. */
  readonly path: Path | string;
  /** Shown unless it is undefined or may be a secret. */
  readonly value?: unknown;
  readonly message: string;
}

/** No more lines than a terminal holds are of use to anyone. */
const MOST_LINES = 100;

/** Thrown when an environment is not fit to be synthesized; it carries every problem, not just the first. */
export class EnvironmentError extends Error {
  constructor(
    readonly source: string,
    readonly problems: readonly Problem[],
  ) {
    const lines = problems.slice(0, MOST_LINES).map((problem) => formatProblem(source, problem));
    const more = problems.length - lines.length;
    super([...lines, ...(more > 0 ? [`${printable(source)}: and ${more} more`] : [])].join("\n"));
    this.name = "EnvironmentError";
  }
}

/** One line: `environments/article.ts: zones[1].name: "eu-central-1b" is listed twice; name each zone once`. */
function formatProblem(source: string, { path, value, message }: Problem): string {
  const shown = value === undefined || isSecret(path, value) ? "" : ` ${describe(value)}`;
  return `${printable(source)}: ${formatPath(path)}:${shown} ${printable(message)}`;
}

/** Of `ssh` ranges of addresses and short words alone are shown: any other text in it may be a private key. */
function isSecret([field, part]: Path | string, value: unknown): boolean {
  if (field !== "ssh") return false;
  if (part === "publicKey" || part === "publicKeyFile") return true;
  return typeof value === "string" && value.length > 16 && !/^(?=.*[.:])[\d.:/a-f]{1,43}$/i.test(value);
}

/** `["zones", 1, "name"]` as `zones[1].name`; the environment itself when the path is empty. */
export function formatPath(path: Path | string): string {
  if (typeof path === "string") return path;
  const text = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    const name = String(step);
    return /^[\w$]{1,60}$/.test(name) && !looksSecret(name) ? `.${name}` : `[${quoted(name)}]`;
  });
  return text.join("").replace(/^\./, "") || "environment";
}
