import { Planned } from "./planned";

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: unknown;
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
}

/** AWS's own policies that allow everything of a service, or everything. */
const BROAD = /\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|\w*FullAccess)$/;

/** The JSON documents of an IAM resource, whichever argument holds them. */
export function documentsOf({ type, values }: Planned): string[] {
  const inline = [values["inline_policy"] ?? []].flat() as { policy?: unknown }[];
  const own = /^aws_iam_(policy|\w+_policy)$/.test(type) ? [values["policy"]] : [];
  const trust = type === "aws_iam_role" ? [values["assume_role_policy"]] : [];
  return [...own, ...trust, ...inline.map(({ policy }) => policy)].filter((text) => typeof text === "string");
}

/** Whether a document allows any action of a service, any resource, or anyone. */
export function hasWildcard(document: string): boolean {
  const { Statement: statements = [] } = JSON.parse(document) as { Statement?: Statement | Statement[] };
  return [statements].flat().some(({ Effect, Action = [], NotAction, Resource = [], Principal }) => {
    if (Effect !== "Allow") return false;
    const actions = [Action].flat();
    return (
      NotAction !== undefined ||
      actions.some((action) => /(^|:)\*$/.test(action)) ||
      [Resource].flat().includes("*") ||
      isAnyone(Principal)
    );
  });
}

export function isBroadManagedPolicy(arn: unknown): boolean {
  return typeof arn === "string" && BROAD.test(arn);
}

function isAnyone(principal: unknown): boolean {
  if (principal === "*") return true;
  if (typeof principal !== "object" || principal === null) return false;
  return Object.values(principal).flat().includes("*");
}
