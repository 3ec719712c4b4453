import { Planned } from "./planned";

/** No single owner has a larger range than a /8. */
const LARGEST_PREFIX = 8;

/** What lets something in: a security-group rule of its own, or a block of a group. */
export interface Ingress {
  readonly protocol: string;
  readonly ports: string;
  /** Ranges, prefix lists, or security groups. */
  readonly sources: readonly string[];
}

const GROUPS = ["aws_security_group", "aws_default_security_group"];

/** What a resource lets into a security group; nothing for any that is not about one. */
export function ingressOf({ type, values }: Pick<Planned, "type" | "values">): Ingress[] {
  if (type === "aws_vpc_security_group_ingress_rule") return [ingress(values)];
  if (type === "aws_security_group_rule") return values["type"] === "ingress" ? [ingress(values)] : [];
  if (!GROUPS.includes(type)) return [];
  return ([values["ingress"] ?? []].flat() as Record<string, unknown>[]).map(ingress);
}

export function isAnywhere(source: string): boolean {
  const length = /^[\d.]+\/(\d+)$|^[\da-f:]+\/(\d+)$/i.exec(source);
  return length !== null && Number(length[1] ?? length[2]) < LARGEST_PREFIX;
}

function ingress(values: Readonly<Record<string, unknown>>): Ingress {
  const [from, to] = [values["from_port"], values["to_port"]];
  const protocol = String(values["ip_protocol"] ?? values["protocol"] ?? "-1");
  const sources = SOURCES.flatMap((name) => values[name] ?? []).map(String);
  const ports =
    protocol === "-1" || from === undefined || from === null ? "all ports" : `port ${range(from, to)}`;
  return {
    protocol: protocol === "-1" ? "all protocols" : protocol,
    ports,
    // A group whose id AWS has yet to give is no known value.
    sources:
      sources.length > 0 ? sources : values["self"] === true ? ["its own members"] : ["a security group"],
  };
}

const SOURCES = [
  "cidr_ipv4",
  "cidr_ipv6",
  "cidr_blocks",
  "ipv6_cidr_blocks",
  "prefix_list_id",
  "prefix_list_ids",
  "referenced_security_group_id",
  "source_security_group_id",
  "security_groups",
];

function range(from: unknown, to: unknown): string {
  return to === undefined || from === to ? String(from) : `${String(from)} to ${String(to)}`;
}
