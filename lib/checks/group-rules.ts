import { Resource, Values } from "../terraform-json/plan-json";

export type Direction = "ingress" | "egress";

/** What a security group's rule lets through, and from or to whom: one peer, as EC2 itself keeps rules. */
export interface GroupRule {
  readonly direction: Direction;
  /** `tcp`, or `-1` for all. */
  readonly protocol: string;
  /** Inclusive; undefined for all ports. A type and a code for ICMP. */
  readonly from?: number;
  readonly to?: number;
  readonly peer: Peer;
}

export interface Peer {
  /** `unknown` is a security group whose id AWS has yet to give. */
  readonly kind: "ipv4" | "ipv6" | "prefix-list" | "security-group" | "unknown";
  readonly value: string;
}

export const GROUP_TYPES: readonly string[] = ["aws_security_group", "aws_default_security_group"];

const RULE_TYPES: Readonly<Record<string, (values: Values) => Direction>> = {
  aws_vpc_security_group_ingress_rule: () => "ingress",
  aws_vpc_security_group_egress_rule: () => "egress",
  aws_security_group_rule: ({ type }) => type as Direction,
};

/** Terraform takes numbers too; EC2 answers with these names. */
const PROTOCOLS: Readonly<Record<string, string>> = {
  all: "-1",
  "6": "tcp",
  "17": "udp",
  "1": "icmp",
  "58": "icmpv6",
};

const PEERS: readonly (readonly [argument: string, kind: Peer["kind"]])[] = [
  ["cidr_ipv4", "ipv4"],
  ["cidr_blocks", "ipv4"],
  ["cidr_ipv6", "ipv6"],
  ["ipv6_cidr_blocks", "ipv6"],
  ["prefix_list_id", "prefix-list"],
  ["prefix_list_ids", "prefix-list"],
  ["referenced_security_group_id", "security-group"],
  ["source_security_group_id", "security-group"],
  ["security_groups", "security-group"],
];

/** Whether a resource is a rule of a group, and not a group itself. */
export function isRule({ type }: Pick<Resource, "type">): boolean {
  return type in RULE_TYPES;
}

/** The rules that a resource makes, or that a group has; none for what is not about security groups. */
export function rulesOf({ type, values }: Pick<Resource, "type" | "values">): GroupRule[] {
  const direction = RULE_TYPES[type];
  if (direction) return rulesIn(direction(values), values, String(values["security_group_id"]));
  if (!GROUP_TYPES.includes(type)) return [];
  return (["ingress", "egress"] as const).flatMap((side) =>
    ([values[side] ?? []].flat() as Values[]).flatMap((block) =>
      rulesIn(side, block, String(values["id"] ?? "")),
    ),
  );
}

/** `tcp, port 22 from 203.0.113.7/32` */
export function ruleText(rule: GroupRule, peer = peerText(rule.peer)): string {
  return `${serviceText(rule)} ${rule.direction === "ingress" ? "from" : "to"} ${peer}`;
}

/** Whether a rule lets through all that the other does, whoever their peers are. */
export function coversService(outer: GroupRule, inner: GroupRule): boolean {
  if (outer.protocol === "-1") return true;
  if (outer.protocol !== inner.protocol) return false;
  if (outer.from === undefined) return true;
  return inner.from !== undefined && outer.from <= inner.from && outer.to! >= inner.to!;
}

/** How the AWS CLI takes a rule's peer (`aws ec2 revoke-security-group-ingress help`). */
const CLI_PEERS: Readonly<Record<Peer["kind"], readonly [list: string, field: string]>> = {
  ipv4: ["IpRanges", "CidrIp"],
  ipv6: ["Ipv6Ranges", "CidrIpv6"],
  "prefix-list": ["PrefixListIds", "PrefixListId"],
  "security-group": ["UserIdGroupPairs", "GroupId"],
  unknown: ["UserIdGroupPairs", "GroupId"],
};

/** The command that takes a rule out of a security group. */
export function revoke(rule: GroupRule, groupId: string, region: string): string {
  const { direction, protocol, from, to, peer } = rule;
  const [list, field] = CLI_PEERS[peer.kind];
  const all = protocol === "tcp" || protocol === "udp" ? [0, 65535] : [-1, -1];
  const [first, last] = from === undefined ? all : [from, to];
  const ports = protocol === "-1" ? "" : `FromPort=${first},ToPort=${last},`;
  const permission = `IpProtocol=${protocol},${ports}${list}=[{${field}=${peer.value}}]`;
  return `aws ec2 revoke-security-group-${direction} --region ${region} --group-id ${groupId} --ip-permissions '${permission}'`;
}

function rulesIn(direction: Direction, values: Values, groupId: string): GroupRule[] {
  const given = String(values["ip_protocol"] ?? values["protocol"] ?? "-1").toLowerCase();
  const protocol = PROTOCOLS[given] ?? given;
  const peers = PEERS.flatMap(([argument, kind]) =>
    ([values[argument] ?? []].flat() as unknown[]).map((value) => ({ kind, value: idOf(value) })),
  );
  if (values["self"] === true) peers.push({ kind: "security-group", value: groupId });
  if (peers.length === 0) peers.push({ kind: "unknown", value: "a security group" });
  return peers.map((peer) => ({ direction, protocol, ...portsOf(protocol, values), peer }));
}

/** Of another account's group, Terraform has `account/id`. */
function idOf(value: unknown): string {
  return String(value).replace(/^\d+\/(?=sg-)/, "");
}

function portsOf(protocol: string, values: Values): Pick<GroupRule, "from" | "to"> {
  const [from, to] = [values["from_port"], values["to_port"]] as (number | null | undefined)[];
  // All protocols have no ports, which is written as null, 0 or -1.
  if (protocol === "-1" || from === null || from === undefined || from === -1) return {};
  if (from === 0 && to === 65535) return {};
  return { from, to: to ?? from };
}

function serviceText({ protocol, from, to }: GroupRule): string {
  if (protocol === "-1") return "all protocols, all ports";
  if (protocol.startsWith("icmp")) {
    if (from === undefined) return `${protocol}, all types`;
    return `${protocol}, type ${from}${to === undefined || to === -1 ? "" : ` code ${to}`}`;
  }
  if (from === undefined) return `${protocol}, all ports`;
  return `${protocol}, port ${from === to ? from : `${from} to ${to}`}`;
}

function peerText({ kind, value }: Peer): string {
  return kind === "prefix-list" ? `the prefix list ${value}` : value;
}
