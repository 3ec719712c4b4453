import { types } from "node:util";
import { distance } from "fastest-levenshtein";

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

/** A text of an environment, as TypeScript writes it, printable, and cut with its length told when it is long. */
export function quoted(text: string): string {
  if (looksSecret(text)) return withheld(text);
  const shown = printable(JSON.stringify(text.slice(0, MOST)));
  if (text.length <= MOST && shown.length <= MOST + 2) return shown;
  // Not in the middle of an escape.
  const cut = shown.slice(0, MOST - 3).replace(/\\(u\{?[\da-f]*)?$/, "");
  return `${cut}…" (${text.length} characters)`;
}

/**
 * What a command was given, as messages show it: quoted, printable, in one line of 60 characters at most, unless it may
 * be a secret.
 */
export function shown(value: string): string {
  if (looksSecret(value)) return withheld(value);
  const short = value.length <= MOST ? value : `${value.slice(0, MOST - 3)}...`;
  return JSON.stringify(short).replace(
    /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, "0")}`,
  );
}

/**
 * A value of an environment, as messages show it: a text, number or the like as TypeScript writes it, anything else by its kind.
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

/** The one of `known` that the user most likely meant, if any is near. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  const word = given.toLowerCase();
  const [closest] = known
    .map((name) => ({ name, edits: distance(word, name.toLowerCase()) }))
    .filter(({ edits }) => edits <= Math.ceil(word.length / 3))
    .sort((a, b) => a.edits - b.edits);
  return closest?.name ?? known.find((name) => word.length > 2 && name.toLowerCase().includes(word));
}

/**
 * A command of this project to paste, for the environment that this process was started for: without its name, the
 * command would take the default one's plans and states.
 */
export function npmCommand(script: string, args: readonly string[] = []): string {
  const environment = process.env["ENVIRONMENT"];
  const chosen = environment ? `ENVIRONMENT=${environment} ` : "";
  return `${chosen}npm run ${[script, ...(args.length > 0 ? ["--", ...args] : [])].join(" ")}`;
}
