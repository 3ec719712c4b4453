import { npmCommand } from "../tools/messages";
import { Diagnostic } from "./events";

/** The stack that terraform runs for, as far as messages need it. */
export interface Context {
  readonly name: string;
  /** Where terraform runs. */
  readonly folder: string;
  /** The lock file that is committed for the environment. */
  readonly lockFile?: string;
  /** The bucket of an S3 backend. */
  readonly s3?: { readonly bucket: string; readonly region: string };
}

type Explain = (match: RegExpMatchArray, context: Context, said: string) => string;

/** What terraform says on a bad day, and what a person is told; the first that fits counts. */
const FAILURES: readonly (readonly [RegExp, Explain])[] = [
  [/Error acquiring the state lock/, (_, context, said) => lockHeld(said, context)],
  [
    /ExpiredToken|RequestExpired|(token|session|credentials)( \S+){0,4} (expired|has expired)|token expired|refresh (cached SSO token failed|this SSO session)/i,
    () => "the AWS credentials have expired; get new ones (aws sso login, or the CI's role) and run it again",
  ],
  [
    /No valid credential sources found|Could not load credentials from any providers/,
    () => "there are no AWS credentials; log in (aws sso login), or set AWS_PROFILE, and run it again",
  ],
  [
    /S3 bucket "([^"]+)" does not exist|NoSuchBucket/,
    ([, name], { s3 }) => bucketMissing(name ?? s3?.bucket ?? "", s3?.region),
  ],
  [
    /doesn't match any of the checksums|locked provider \S+ \S+ does not match|Provider dependency changes detected|Inconsistent dependency lock file|required plugins are not installed/,
    (match, { lockFile }, said) => lockMismatch(reasonOf(said, match), lockFile),
  ],
  [
    /could not connect to ([\w.-]+):(.*)|failed to request discovery document|Failed to install provider/,
    ([, host, why], _, said) =>
      `the provider cannot be had from ${host ?? "its registry"}${because(why ?? said)}; check the network and ` +
      "HTTPS_PROXY, or name a mirror in the CLI configuration (TF_CLI_CONFIG_FILE)",
  ],
  [
    /no available releases match the given constraints (.+?)(?= To see|$)/,
    ([, constraint]) =>
      `no hashicorp/aws ${constraint} can be had; AWS_PROVIDER_VERSION names another version, such as a mirror's`,
  ],
  [
    /Saved plan is stale|Saved plan does not match the given state/,
    () => `the plan is stale: the state has changed since it was made; plan again: ${npmCommand("plan")}`,
  ],
  [
    /Backend configuration changed|Backend initialization required/,
    (_, { folder }) =>
      `${folder} was initialized for another backend; move the states: ${npmCommand("migrate")}`,
  ],
  [
    /(?:AccessDenied|UnauthorizedOperation|not authorized to perform:? ?)(\S*)/,
    (match, _, said) => `AWS refuses it: ${reasonOf(said, match)}; the credentials' role needs that right`,
  ],
];

/** What the account says against an environment, of which terraform names each at once. */
const FACTS: readonly (readonly [RegExp, (match: RegExpMatchArray) => string])[] = [
  // The stacks' own sentences.
  [/^Resource postcondition failed (.*)/, ([, sentence]) => sentence!],
  [
    /Cannot import non-existent remote object .*"aws_route\.(rtb-\w+)_default"/,
    ([, table]) =>
      `${table} has no default route, and the environment names its wayOutToday; remove that, or correct the id`,
  ],
  [
    /Instance cannot be destroyed .*aws_route\.(rtb-\w+)_default/,
    ([, table]) =>
      `the default route of ${table} was there before and is not destroyed; give it back (network.takeOver: false), then have it forgotten (network.leave: true)`,
  ],
];

/**
 * What went wrong, as one line: what it is and what to do about it, or else the first error's own words. Of what the
 * account says against the environment, a line for each.
 */
export function explainFailure(errors: readonly Diagnostic[], context: Context): string {
  const facts = errors.flatMap(factOf);
  if (facts.length > 0) return [...new Set(facts)].join(`\n${context.name}: `);
  const text = oneLine(errors.map(({ summary, detail = "" }) => `Error: ${summary} ${detail}`).join(" "));
  for (const [pattern, explain] of FAILURES) {
    const match = text.match(pattern);
    if (match) return explain(match, context, text);
  }
  const [{ summary, detail = "" }] = errors as [Diagnostic];
  return abbreviate([summary.replace(/\.$/, ""), oneLine(detail)].filter((words) => words !== "").join(": "));
}

function factOf({ summary, detail = "" }: Diagnostic): string[] {
  const said = oneLine(`${summary} ${detail}`);
  return FACTS.flatMap(([pattern, words]) => {
    const match = said.match(pattern);
    return match ? [words(match)] : [];
  });
}

/**
 * The errors in what a command prints that gives no `-json`, without the box around them and the place in the
 * synthesized JSON, which nobody wrote by hand.
 *
 * @param said its standard error, without colours
 */
export function errorsIn(said: string): Diagnostic[] {
  const [whole, ...errors] = said.replace(/[│╷╵]/g, " ").split(/^\s*Error: /m);
  return (errors.length > 0 ? errors : [whole!]).map((error) => {
    const lines = error.split("\n").map((line) => line.trim());
    const [summary = "", ...detail] = lines.filter(
      (line) => line !== "" && !/^(with |on \S+ line \d+|\d+: )/.test(line),
    );
    return { severity: "error", summary, detail: detail.join(" ") };
  });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function lockHeld(said: string, { folder }: Context): string {
  const part = (name: string) => said.match(new RegExp(`\\b${name}: +(.+?) (?=[A-Z]\\w+:|$)`))?.[1];
  const [id, who, operation, created] = ["ID", "Who", "Operation", "Created"].map(part);
  if (!id) return `the state is locked, and the lock does not say by whom: ${abbreviate(said)}`;
  const since = created?.replace(/\.\d+.*/, " UTC");
  return (
    `the state is locked by ${who} since ${since} (${operation?.replace("OperationType", "").toLowerCase()}); wait for ` +
    `that run, or if it is dead: terraform -chdir=${folder} force-unlock ${id}`
  );
}

function bucketMissing(name: string, region: string | undefined): string {
  const place =
    region === undefined || region === "us-east-1"
      ? ""
      : ` --create-bucket-configuration LocationConstraint=${region}`;
  return (
    `the backend's bucket "${name}" is not there; make it once: aws s3api create-bucket --bucket ${name}` +
    `${region ? ` --region ${region}` : ""}${place} (docs/operations.md has the rest)`
  );
}

function lockMismatch(reason: string, lockFile: string | undefined): string {
  if (!lockFile)
    return `the provider is not the one that the lock file records (${reason}); plan again: ${npmCommand("plan")}`;
  return `the provider is not the one that ${lockFile} records (${reason}); refresh and commit it: ${npmCommand("lock")}`;
}

function because(why: string): string {
  const cause = why.match(/no such host|connection refused|timeout|i\/o timeout|certificate [\w ]+/)?.[0];
  return cause ? ` (${cause})` : "";
}

/** The sentence around a match, without terraform's heading and the number of the request. */
function reasonOf(said: string, match: RegExpMatchArray): string {
  const heading = [": ", "api error "].map((end) => said.lastIndexOf(end, match.index) + end.length);
  const rest = said.slice(Math.max(0, ...heading.filter((start) => start <= match.index!)));
  return abbreviate(rest.split(/ \(this might|; (?:for|must)|\. |, but /)[0]!);
}

function abbreviate(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 297)}...`;
}
