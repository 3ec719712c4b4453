import { Configuration } from "../terraform-json/configuration";
import { Service } from "./model";
import { Block } from "../terraform-json/stack";
import { ReadError } from "../terraform-json/read-error";

/** The numbers of the protocols that Terraform also takes by name (IANA, "Protocol Numbers"). */
const NUMBERS: Readonly<Record<string, number>> = {
  all: -1,
  icmp: 1,
  tcp: 6,
  udp: 17,
  gre: 47,
  esp: 50,
  ah: 51,
  icmpv6: 58,
};

/** The arguments of a rule that say which service it is for. */
export interface ServiceArguments {
  readonly protocol: string;
  /** Of the type and code when they have arguments of their own; else the first port is the type, the last the code. */
  readonly icmp: { readonly type: string; readonly code: string };
}

/** What a rule is for. `-1` stands for any type and code, and 0 to 65535 for any port. */
export function readService(configuration: Configuration, block: Block, given: ServiceArguments): Service {
  const integer = (name: string) => {
    const value = configuration.integer(block, name);
    return value === -1 ? undefined : value;
  };
  const number = protocolNumber(configuration.required(block, given.protocol), block);
  if (number === -1) return { protocol: "all" };
  if (number === 1 || number === 58) {
    const [type, code] = [integer(given.icmp.type), integer(given.icmp.code)];
    return {
      protocol: number === 1 ? "icmp" : "icmpv6",
      ...(type !== undefined && { type, ...(code !== undefined && { code }) }),
    };
  }
  if (number !== 6 && number !== 17) return { protocol: "other", number };
  const protocol = number === 6 ? "tcp" : "udp";
  const [from, to] = [integer("from_port"), integer("to_port")];
  if (from === undefined || (from === 0 && to === 65535)) return { protocol };
  return { protocol, fromPort: from, toPort: to ?? from };
}

function protocolNumber(text: string, block: Block): number {
  const number = NUMBERS[text.toLowerCase()] ?? (/^-?\d{1,3}$/.test(text) ? Number(text) : undefined);
  if (number !== undefined && number >= -1 && number <= 255) return number;
  throw new ReadError(block, `has a rule for the protocol "${text}", which is not known`);
}
