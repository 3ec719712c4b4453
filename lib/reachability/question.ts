import { Protocol } from "./packet";

/** What is asked: can `from` open a connection to `to`? */
export interface Question {
  readonly from: string;
  readonly to: string;
  /** @default "tcp" */
  readonly protocol?: Protocol;
  /** @default "ipv4" */
  readonly family?: "ipv4" | "ipv6";
  /**
   * The destination's port.
   *
   * @default 443; none for ICMP
   */
  readonly port?: number;
}

/** Why a question cannot be asked of a network, in one line. */
export class QuestionError extends Error {}

/** An end that the network does not have, or has several times. */
export class UnknownEndError extends QuestionError {}

/**
 * The port that is asked about: 443 unless one is given, none for ICMP.
 *
 * @throws QuestionError for ICMP with a port
 */
export function portOf({ protocol, port }: Pick<Question, "protocol" | "port">): number | undefined {
  if (protocol !== "icmp") return port ?? 443;
  if (port === undefined) return undefined;
  throw new QuestionError(`port: ${port} means nothing for icmp, which has no ports; leave it out`);
}
