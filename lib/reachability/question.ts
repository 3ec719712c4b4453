import { Family, familyOf } from "../net/ranges";
import { shown } from "../tools/messages";
import { Protocol } from "./packet";

/** What is asked: can `from` open a connection to `to`? */
export interface Question {
  readonly from: string;
  readonly to: string;
  /** @default "tcp" */
  readonly protocol?: Protocol;
  /** @default - that of an address among the ends; otherwise "ipv4" */
  readonly family?: Family;
  /**
   * The destination's port.
   *
   * @default 443; none for ICMP
   */
  readonly port?: number;
  /** NAT hosts that are gone. @default - none */
  readonly without?: readonly string[];
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

/**
 * The family that is asked about: an IPv6 address as an end says it by itself.
 *
 * @throws QuestionError for addresses of both families, or of another one than is asked about
 */
export function familyOfQuestion({ from, to, family }: Question): Family {
  const find = (one: Family) => [from, to].find((text) => familyOf(text) === one);
  const [ipv4, ipv6] = [find("ipv4"), find("ipv6")];
  if (ipv4 !== undefined && ipv6 !== undefined) {
    throw new QuestionError(
      `${shown(ipv4)} is an IPv4 address and ${shown(ipv6)} an IPv6 one; name two of one family`,
    );
  }
  if (ipv4 !== undefined && family === "ipv6") {
    throw new QuestionError(
      `${shown(ipv4)} is an IPv4 address, and the question is about IPv6 (family, --ipv6); name an IPv6 one`,
    );
  }
  return ipv6 === undefined ? (family ?? "ipv4") : "ipv6";
}
