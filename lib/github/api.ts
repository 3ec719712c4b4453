/** Why GitHub did not do what it was asked, in one line. */
export class GitHubError extends Error {}

/** A repository on GitHub, and the right to write to it. */
export interface Repository {
  /** `https://api.github.com` */
  readonly api: string;
  /** `owner/name` */
  readonly name: string;
  readonly token: string;
}

export interface Post {
  readonly number?: number;
  readonly id: number;
  readonly title?: string;
  readonly body: string | null;
}

/**
 * The repository that a workflow runs for, by the variables that GitHub sets and the token that the workflow passes on.
 *
 * @throws GitHubError that names the variable that is missing
 */
export function repositoryOf(env: NodeJS.ProcessEnv): Repository {
  const given = (name: string) => {
    const value = env[name];
    if (!value) throw new GitHubError(`${name} is not set; it is, in a workflow that passes on GITHUB_TOKEN`);
    return value;
  };
  return { api: given("GITHUB_API_URL"), name: given("GITHUB_REPOSITORY"), token: given("GITHUB_TOKEN") };
}

/** Every item of a list, page by page. */
export async function listAll(repository: Repository, path: string): Promise<Post[]> {
  const separator = path.includes("?") ? "&" : "?";
  const items: Post[] = [];
  for (let page = 1; ; page++) {
    const found = (await send(repository, "GET", `${path}${separator}per_page=100&page=${page}`)) as Post[];
    items.push(...found);
    if (found.length < 100) return items;
  }
}

/**
 * A request about the repository.
 *
 * @param path what follows `/repos/<owner>/<name>`
 * @throws GitHubError with GitHub's own message
 */
export async function send(
  { api, name, token }: Repository,
  method: "GET" | "POST" | "PATCH",
  path: string,
  body?: object,
): Promise<unknown> {
  const url = `${api}/repos/${name}${path}`;
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${token}`,
    "x-github-api-version": "2022-11-28",
  };
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) }).catch(
    (error: Error) => {
      throw new GitHubError(`${method} ${url}: ${String(error.cause ?? error.message)}`);
    },
  );
  const text = await response.text();
  if (!response.ok) throw new GitHubError(`${method} ${url}: ${response.status} ${messageOf(text)}`);
  return JSON.parse(text);
}

function messageOf(text: string): string {
  try {
    return String((JSON.parse(text) as { message?: unknown }).message);
  } catch {
    return text.slice(0, 100);
  }
}
