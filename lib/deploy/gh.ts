import execa from "execa";

/** Why GitHub did not do what it was asked, in one line. */
export class GitHubError extends Error {}

/** A comment or an issue. */
export interface Post {
  readonly id: number;
  /** Of an issue. */
  readonly number?: number;
  readonly body: string | null;
}

/** gh's exit code when it knows no token. */
const NOT_LOGGED_IN = 4;

/** Every item of a list, from all of its pages. */
export async function listPosts(path: string): Promise<Post[]> {
  const separator = path.includes("?") ? "&" : "?";
  const fields = ".[] | {id, number, body}";
  const lines = await gh(["--paginate", `${path}${separator}per_page=100`, "--jq", fields]);
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Post);
}

/** Writes to the repository. */
export async function send(method: "POST" | "PATCH", path: string, body: object): Promise<void> {
  await gh(["--method", method, path, "--input", "-"], JSON.stringify(body));
}

/** How GitHub calls the repository that a workflow runs for; elsewhere gh finds out, by the folder's remote. */
export function repository(): string {
  return `repos/${process.env["GITHUB_REPOSITORY"] || "{owner}/{repo}"}`;
}

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
