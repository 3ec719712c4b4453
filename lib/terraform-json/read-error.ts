import { Source } from "./stack";

/** Why a network cannot be read, in one line that begins with where: `network: aws_subnet.a: …`. */
export class ReadError extends Error {
  constructor(where: Source | string, why: string) {
    super(`${typeof where === "string" ? where : `${where.stack}: ${where.address}`}: ${why}`);
    this.name = "ReadError";
  }
}
