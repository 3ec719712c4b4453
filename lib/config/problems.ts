import { z } from "zod";
import { describe, looksSecret, nearest, printable, quoted } from "../tools/messages";

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

/** A value of which `null` stands for each part that the schema has refused. */
export type Known<T> = T extends object ? { readonly [K in keyof T]: Known<T[K]> | null } : T;

/** A good value of every field that has no default. */
const EXAMPLES: ReadonlyMap<PropertyKey, unknown> = new Map<PropertyKey, unknown>([
  ["region", "eu-central-1"],
  ["vpcCidr", ["10.0.0.0/16"]],
  ["vpcId", "vpc-0123456789abcdef0"],
  ["vpcCidrs", ["10.0.0.0/16"]],
  ["takeOver", false],
  ["privateSubnets", [{ id: "subnet-0123456789abcdef0", cidr: "10.0.1.0/24" }]],
  ["cidr", "10.0.1.0/24"],
  ["routeTables", [{ id: "rtb-0123456789abcdef0", wayOutToday: "nat-0123456789abcdef0" }]],
  ["zones", ["eu-central-1a"]],
  ["name", "eu-central-1a"],
  ["allowedCidrs", ["203.0.113.7/32"]],
  ["port", 443],
  ["bucket", "example-terraform-state"],
  ["from", "private-0"],
  ["to", "internet"],
  ["reachable", true],
  ["rule", "no-open-ingress"],
  ["resource", "private-instances/aws_instance.private_0"],
  ["reason", "why it may"],
]);

/** A good value of the field at `path`; undefined for one that may be left out. */
function exampleOf(path: Path): unknown {
  const [last, list] = path.toReversed();
  if (path[0] === "publish" && last === "name") return "web";
  if (path[0] === "publish" && last === "to") return ["private-0"];
  if (path[0] === "network" && last === "zones") return undefined;
  if (last === "id")
    return path.includes("routeTables") ? "rtb-0123456789abcdef0" : "subnet-0123456789abcdef0";
  if (typeof last === "number") return (EXAMPLES.get(list!) as unknown[] | undefined)?.[0];
  return EXAMPLES.get(last!);
}

/** What a user reads where the schema has no message of its own. */
export const explain: z.core.$ZodErrorMap = (issue) => {
  const { path = [] } = issue;
  // One issue for all keys of an object: `schemaProblems` makes the message for each.
  if (issue.code === "unrecognized_keys") return Object.keys((issue.inst as z.ZodObject).shape).join(", ");
  if (path.length === 0) return "must be an object; write: export default defineEnvironment({ … })";
  const example = exampleOf(path);
  const suchAs = example === undefined ? "" : `, such as ${JSON.stringify(example)}`;
  if (issue.input === undefined) return `is missing${suchAs && `; write one${suchAs}`}`;
  switch (issue.code) {
    case "invalid_type": {
      const orNothing = issue.input === null && !suchAs ? ", or be left out" : "";
      return `must be ${KINDS[issue.expected] ?? `a ${issue.expected}`}${suchAs}${orNothing}`;
    }
    case "invalid_value":
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "invalid_union":
      return `must be ${KINDS_OF[String(path.at(-1))]}`;
    default:
      return undefined;
  }
};

/** What a field that decides which others there are may say. */
const KINDS_OF: Readonly<Record<string, string>> = {
  type: '"local" or "s3"',
  kind: '"instance", "gateway", "regional-gateway" or "none"',
  standby: '"instance"',
};

const KINDS: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  object: "an object",
  record: "an object",
};

type FieldProblem = Problem & { readonly path: Path };

/** The problems that the schema found in `input`, the first of each field: a text is no list, and not also a long one. */
export function schemaProblems(input: unknown, { issues }: z.ZodError): FieldProblem[] {
  const problems = issues.flatMap((issue): FieldProblem[] => {
    const { path, message } = issue;
    if (issue.code !== "unrecognized_keys") return [{ path, value: valueAt(input, path), message }];
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownField(key, message) }));
  });
  const first = new Map<string, FieldProblem>();
  problems.forEach((problem) => {
    const key = JSON.stringify(problem.path);
    if (!first.has(key)) first.set(key, problem);
  });
  return [...first.values()];
}

function unknownField(name: string, known: string): string {
  if (known.startsWith("is ")) return known;
  // No name that is meant is longer.
  const meant = nearest(name.slice(0, 40), known.split(", "));
  return `is no field; ${meant ? `did you mean "${meant}"? The` : "the"} fields here are ${known}`;
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    // A zone may be given as its name alone.
    if (typeof value === "string" && step === "name") return value;
    return value === null || value === undefined ? undefined : (value as Record<PropertyKey, unknown>)[step];
  }, input);
}
