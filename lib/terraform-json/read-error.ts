import { looksSecret, printable, withheld } from "../tools/messages";
import { Source } from "./stack";

/** Why something cannot be read, in one line that begins with where: `network: aws_subnet.a: …`. */
export class ReadError extends Error {
  constructor(
    readonly where: Source | string,
    readonly why: string,
  ) {
    super(`${typeof where === "string" ? placeOf(where) : `${where.stack}: ${where.address}`}: ${why}`);
    this.name = "ReadError";
  }
}

/** A path, which is whatever a user has written. */
function placeOf(path: string): string {
  return looksSecret(path) ? withheld(path) : printable(path);
}

/** What two things need of each other to be read. */
export class Circle extends Error {}
