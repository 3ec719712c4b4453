import execa from "execa";

/** Why GitHub did not do what it was asked, in one line. */
export class GitHubError extends Error {}

/** What was done about a comment or an issue. */
export type Done = "created" | "updated" | "closed" | "none";

/** Writes an environment's one comment on a pull request: a new one, or over that of an earlier run. */
export async function putComment(pullRequest: number, environment: string, text: string): Promise<Done> {
  const comments = `${repository()}/issues/${pullRequest}/comments`;
  const body = marked(environment, text);
  const own = ownOf(await listPosts(comments), environment);
  if (own) await send("PATCH", `${repository()}/issues/comments/${own.id}`, { body });
  else await send("POST", comments, { body });
  return own ? "updated" : "created";
}

/**
 * Keeps an environment's one open issue about drift: opened or updated while there is some, and closed once there is
 * none.
 *
 * @param text what is off; undefined when nothing is
 */
export async function putDriftIssue(environment: string, text: string | undefined): Promise<Done> {
  const issues = `${repository()}/issues`;
  const own = ownOf(await listPosts(`${issues}?state=open&labels=drift`), environment);
  if (text === undefined) {
    if (!own) return "none";
    await send("PATCH", `${issues}/${own.number}`, { state: "closed", state_reason: "completed" });
    return "closed";
  }
  const body = marked(environment, text);
  if (own) await send("PATCH", `${issues}/${own.number}`, { body });
  else {
    const title = `${environment} is not as its stacks say`;
    await send("POST", issues, { title, body, labels: ["drift"] });
  }
  return own ? "updated" : "created";
}

/** An environment's own post among all others. */
function ownOf(posts: readonly Post[], environment: string): Post | undefined {
  return posts.find(({ body }) => body?.startsWith(marker(environment)));
}

/** A text that is known as an environment's own later. */
function marked(environment: string, text: string): string {
  return `${marker(environment)}\n${text}`;
}

/** Invisible on GitHub. */
function marker(environment: string): string {
  return `<!-- nat-instance plan of ${environment} -->`;
}

/** A comment or an issue. */
interface Post {
  readonly id: number;
  /** Of an issue. */
  readonly number?: number;
  readonly body: string | null;
}

/** Every item of a list, from all of its pages. */
async function listPosts(path: string): Promise<Post[]> {
  const separator = path.includes("?") ? "&" : "?";
  const fields = ".[] | {id, number, body}";
  const lines = await gh(["--paginate", `${path}${separator}per_page=100`, "--jq", fields]);
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Post);
}

/** Writes to the repository. */
async function send(method: "POST" | "PATCH", path: string, body: object): Promise<void> {
  await gh(["--method", method, path, "--input", "-"], JSON.stringify(body));
}

/** How GitHub calls the repository that a workflow runs for; elsewhere gh finds out, by the folder's remote. */
function repository(): string {
  return `repos/${process.env["GITHUB_REPOSITORY"] || "{owner}/{repo}"}`;
}

/** gh's exit code when it knows no token. */
const NOT_LOGGED_IN = 4;

/**
 * Asks GitHub by its own program, which takes the token from GH_TOKEN and never shows it.
 *
 * @throws GitHubError in one line when it is not there, not logged in, or GitHub refuses
 */
async function gh(args: readonly string[], input = ""): Promise<string> {
  const ended = await execa("gh", ["api", ...args], { input, reject: false });
  if (!ended.failed) return ended.stdout;
  if (ended.exitCode === undefined) {
    throw new GitHubError(
      "gh, GitHub's program, is not installed; GitHub's runners have it, for others: https://cli.github.com",
    );
  }
  if (ended.exitCode === NOT_LOGGED_IN) {
    throw new GitHubError(
      "gh has no token; in a workflow set GH_TOKEN to ${{ github.token }}, elsewhere run gh auth login",
    );
  }
  const path = args.find((arg) => arg.startsWith("repos/"));
  throw new GitHubError(`${path}: ${lastLine(ended.stderr)}`);
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)!.trim();
}
