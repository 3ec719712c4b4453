import { KnownFields } from "./known-fields";
import { Problem } from "./problems";

/** What the stacks tag every resource with (`stacks/base-stack.ts`). */
const OWN_KEYS = ["Project", "Environment", "Stack", "Name"];

/** AWS takes 50 tags a resource (AWS tagging guide, "Tag naming limits and requirements"). */
const MOST = 50 - OWN_KEYS.length;

/** Problems of the tags by IAM's rules, the strictest of the services whose resources get them (IAM API, "Tag"). */
export function tagProblems({ tags }: KnownFields): Problem[] {
  const keys = Object.keys(tags ?? {});
  const problems = keys.flatMap((key, index): Problem[] => {
    const value = tags?.[key];
    const message =
      textProblem("key", key, 128) ??
      sameKeyProblem(key, keys.slice(0, index)) ??
      textProblem("value", value ?? "", 256);
    return message ? [{ path: ["tags", key], value, message }] : [];
  });
  if (keys.length <= MOST) return problems;
  const message = `has ${keys.length} tags; AWS takes 50 a resource and the stacks set ${OWN_KEYS.length}, so name at most ${MOST}`;
  return [...problems, { path: ["tags"], message }];
}

function textProblem(part: "key" | "value", text: string, longest: number): string | undefined {
  if (part === "key" && text === "") return "has an empty key; give it one";
  if (text.length > longest) return `has a ${part} of ${text.length} characters; AWS takes ${longest}`;
  if (/^aws:/i.test(text)) return `has a ${part} that starts with aws:, which is AWS's own; choose another`;
  if (/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(text)) return undefined;
  return `has a ${part} that AWS refuses; write letters, digits, spaces and _.:/=+-@`;
}

/** IAM does not tell `Owner` from `owner`, so a role cannot have both. */
function sameKeyProblem(key: string, earlier: readonly string[]): string | undefined {
  const same = (other: string) => other.toLowerCase() === key.toLowerCase();
  if (OWN_KEYS.some(same)) return "is a tag that the stacks set themselves; choose another key";
  const other = earlier.find(same);
  return other && `is the same key as "${other}" to IAM, which ignores case; keep one`;
}
