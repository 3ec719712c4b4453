import { Post, Repository, listAll, send } from "./api";

/** Invisible, and tells an environment's own comment and issue from all others. */
function marker(environment: string): string {
  return `<!-- nat-instance plan of ${environment} -->`;
}

/** Writes an environment's one comment on a pull request: a new one, or over that of an earlier run. */
export async function putComment(
  repository: Repository,
  pullRequest: number,
  environment: string,
  text: string,
): Promise<"created" | "updated"> {
  const body = `${marker(environment)}\n${text}`;
  const comments = await listAll(repository, `/issues/${pullRequest}/comments`);
  const own = comments.find((comment) => isOwn(comment, environment));
  if (own) await send(repository, "PATCH", `/issues/comments/${own.id}`, { body });
  else await send(repository, "POST", `/issues/${pullRequest}/comments`, { body });
  return own ? "updated" : "created";
}

/**
 * Keeps an environment's one open issue about drift: opened or updated while there is some, and closed once there is
 * none.
 *
 * @param text what drifted; undefined when nothing did
 */
export async function putDriftIssue(
  repository: Repository,
  environment: string,
  text: string | undefined,
): Promise<"created" | "updated" | "closed" | "none"> {
  const issues = await listAll(repository, "/issues?state=open&labels=drift");
  const own = issues.find((issue) => isOwn(issue, environment));
  if (text === undefined) {
    if (!own) return "none";
    await send(repository, "PATCH", `/issues/${own.number}`, { state: "closed", state_reason: "completed" });
    return "closed";
  }
  const body = `${marker(environment)}\n${text}`;
  if (own) await send(repository, "PATCH", `/issues/${own.number}`, { body });
  else {
    const title = `${environment} is not as its stacks say`;
    await send(repository, "POST", "/issues", { title, body, labels: ["drift"] });
  }
  return own ? "updated" : "created";
}

function isOwn({ body }: Post, environment: string): boolean {
  return body?.startsWith(marker(environment)) ?? false;
}
