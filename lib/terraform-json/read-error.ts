import { Source } from "./stack";

/** Why something cannot be read, in one line that begins with where: `network: aws_subnet.a: …`. */
export class ReadError extends Error {
  constructor(
    readonly where: Source | string,
    readonly why: string,
  ) {
    super(`${typeof where === "string" ? where : `${where.stack}: ${where.address}`}: ${why}`);
    this.name = "ReadError";
  }
}

/** What two things need of each other to be read. */
export class Circle extends Error {}
