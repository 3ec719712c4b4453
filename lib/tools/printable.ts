import { types } from "node:util";

/** How much of a value a line of a terminal has room for, in characters. */
const MOST = 60;

/** Control and format characters, bidirectional marks, line separators, halves of characters: none prints as itself. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A text of the user's with all that would not print as itself escaped, and on one line. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`);
}

/** What begins, or is, a key or a token, wherever it stands in a text. */
const SECRETS = new RegExp(
  [
    "PRIVATE KEY|PuTTY-User-Key|b3BlbnNzaC1rZXk",
    // GitHub's, GitLab's, Slack's, AWS's key ids, and JSON Web Tokens.
    "gh[opsru]_|github_pat_|glpat-|xox[a-z]-|(?:AKIA|ASIA)[A-Z\\d]{16}|eyJ[\\w-]+\\.",
    // A password in an address.
    "://[^\\s/@]*:[^\\s/@]+@",
    // Random ones, which mix both cases and digits: 24 letters and digits in a row, or AWS's 40 of base64.
    "(?=.{0,23}[a-z])(?=.{0,23}[A-Z])(?=.{0,23}\\d)[a-zA-Z\\d+]{24}",
    "(?<![\\w/+])(?=.{0,39}[a-z])(?=.{0,39}[A-Z])(?=.{0,39}\\d)[a-zA-Z\\d/+]{40}(?![\\w/+])",
  ].join("|"),
);

/** As in a connection string. */
const NAMED = /(password|passwd|secret|token)=\S/i;

/** Whether a text may hold a secret, which is not to be printed whatever field it was given for. */
export function looksSecret(text: string): boolean {
  return SECRETS.test(text) || NAMED.test(text);
}

/** What is shown in a secret's place. */
export function withheld(text: string): string {
  return `(${text.length} characters that may be a secret)`;
}

/** A text as TypeScript writes it, printable, and cut with its length told when it is long. */
export function quoted(text: string): string {
  if (looksSecret(text)) return withheld(text);
  const shown = printable(JSON.stringify(text.slice(0, MOST)));
  if (text.length <= MOST && shown.length <= MOST + 2) return shown;
  // Not in the middle of an escape.
  const cut = shown.slice(0, MOST - 3).replace(/\\(u\{?[\da-f]*)?$/, "");
  return `${cut}…" (${text.length} characters)`;
}

/**
 * A value as a message shows it: a text, number or the like as TypeScript writes it, anything else by its kind.
 *
 * Nothing of the value is run: no getter, no method of its own, no trap of a proxy.
 */
export function describe(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      // Its text takes seconds to make when it is huge.
      return value < 10n ** 20n && value > -(10n ** 20n) ? `${value}n` : "a huge whole number";
    case "function":
      return "a function";
    case "symbol":
      return "a symbol";
    case "object":
      return value === null ? "null" : kindOf(value);
    default:
      return String(value);
  }
}

const KINDS: readonly [is: (value: object) => boolean, kind: string][] = [
  [types.isProxy, "a proxy"],
  [types.isPromise, "a promise"],
  [types.isMap, "a Map"],
  [types.isSet, "a Set"],
  [types.isDate, "a Date"],
  [types.isRegExp, "a regular expression"],
  [types.isNativeError, "an Error"],
];

function kindOf(value: object): string {
  const known = KINDS.find(([is]) => is(value));
  if (known) return known[1];
  if (!Array.isArray(value)) return Object.keys(value).length === 0 ? "{}" : "an object";
  return value.length === 0 ? "[]" : `a list of ${value.length}`;
}
