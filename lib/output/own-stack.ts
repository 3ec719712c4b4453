/**
 * Whether a text is a stack of this project, as JSON or HCL: the tags that each stack gives to all that it makes say
 * which stack of which environment it is.
 *
 * Text is enough: it also knows a file with the marks of a merge conflict in it. An empty one is nobody's.
 */
export function isOwnStack(text: string, stack: string): boolean {
  if (/^\s*(\{\s*\})?\s*$/.test(text)) return true;
  return tag("Project").test(text) && tag("Environment").test(text) && tag("Stack", stack).test(text);
}

function tag(name: string, value = String.raw`[^"\n]+`): RegExp {
  return new RegExp(String.raw`\b${name}"?\s*[:=]\s*"${value}"`);
}
