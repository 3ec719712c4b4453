import { looksSecret, withheld } from "./printable";

const LONGEST = 60;

/**
 * A value as messages show it: quoted, in one line, printable, and no longer than 60 characters.
 *
 * Control characters and those that reorder or hide text are written as `\u202e`: a terminal would obey them. What may be a secret is not shown.
 */
export function shown(value: string): string {
  if (looksSecret(value)) return withheld(value);
  const short = value.length <= LONGEST ? value : `${value.slice(0, LONGEST - 3)}...`;
  return JSON.stringify(short).replace(
    /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, "0")}`,
  );
}
