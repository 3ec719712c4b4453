import { Post, listPosts, repository, send } from "./gh";

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
export function ownOf(posts: readonly Post[], environment: string): Post | undefined {
  return posts.find(({ body }) => body?.startsWith(marker(environment)));
}

/** A text that is known as an environment's own later. */
export function marked(environment: string, text: string): string {
  return `${marker(environment)}\n${text}`;
}

/** Invisible on GitHub. */
function marker(environment: string): string {
  return `<!-- nat-instance plan of ${environment} -->`;
}
