import { Configuration } from "../terraform-json/configuration";
import { Block, ReadError } from "../terraform-json/stack";
import { shown } from "../tools/messages";
import { idOf } from "./elements";
import { Peer, SecurityGroupRule, Service } from "./model";
import { Parts } from "./parts";

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
interface ServiceArguments {
  readonly protocol: string;
  /** Where ICMP has none of its own, the first port is the type and the last the code. */
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

/** Inline, and `aws_security_group_rule`: several peers in one. */
export function rulesWithManyPeers(
  parts: Parts,
  block: Block,
  groupId: string,
  groupsArgument: "security_groups" | "source_security_group_id",
): SecurityGroupRule[] {
  const { configuration } = parts;
  const ranges = [
    ...configuration.ranges(block, "cidr_blocks"),
    ...configuration.ranges(block, "ipv6_cidr_blocks"),
  ];
  const groups =
    groupsArgument === "security_groups"
      ? configuration.texts(block, groupsArgument)
      : [configuration.text(block, groupsArgument)].filter((group) => group !== undefined);
  const self = configuration.flag(block, "self") ? [groupId] : [];
  return rules(configuration, block, "protocol", [
    ...ranges.map(ofRange),
    ...[...groups, ...self].map(ofGroup),
    ...configuration.texts(block, "prefix_list_ids").map((id) => ofPrefixList(parts, id)),
  ]);
}

/** `aws_vpc_security_group_ingress_rule` and `…_egress_rule`: one peer each. */
export function ruleWithOnePeer(parts: Parts, block: Block): SecurityGroupRule[] {
  const { configuration } = parts;
  const ranges = ["cidr_ipv4", "cidr_ipv6"].flatMap((name) => configuration.range(block, name) ?? []);
  const group = configuration.text(block, "referenced_security_group_id");
  const list = configuration.text(block, "prefix_list_id");
  return rules(configuration, block, "ip_protocol", [
    ...ranges.map(ofRange),
    ...(group === undefined ? [] : [ofGroup(group)]),
    ...(list === undefined ? [] : [ofPrefixList(parts, list)]),
  ]);
}

export function readPrefixLists({ configuration, problems }: Parts): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, string[]>();
  const inline = problems.each(configuration.ofType("aws_ec2_managed_prefix_list"), (list) => {
    const blocks = list.data ? "entries" : "entry";
    if (list.data && list.values[blocks] === undefined) throw new ReadError(list, "has no entries");
    const entries = configuration.blocks(list, blocks);
    return [{ id: idOf(list), cidrs: entries.flatMap((entry) => configuration.range(entry, "cidr") ?? []) }];
  });
  const ofAws = problems.each(configuration.ofType("aws_prefix_list"), (list) => {
    return [{ id: idOf(list), cidrs: configuration.ranges(list, "cidr_blocks") }];
  });
  for (const { id, cidrs } of [...inline, ...ofAws]) lists.set(id, cidrs);
  const separate = configuration.ofType("aws_ec2_managed_prefix_list_entry");
  problems.each(separate, (entry) => {
    lists.get(configuration.required(entry, "prefix_list_id"))?.push(configuration.required(entry, "cidr"));
    return [];
  });
  return new Map([...lists].map(([id, ranges]) => [id, [...new Set(ranges)].sort()]));
}

/** One rule for each peer. */
function rules(
  configuration: Configuration,
  block: Block,
  protocol: string,
  peers: readonly Peer[],
): SecurityGroupRule[] {
  if (peers.length === 0) throw new ReadError(block, "has a rule without a peer");
  const icmp = { type: "from_port", code: "to_port" };
  const service = readService(configuration, block, { protocol, icmp });
  return peers.map((peer) => ({ stack: block.stack, address: block.address, ...service, peer }));
}

function ofRange(cidr: string): Peer {
  return { kind: "cidr", cidr };
}

function ofGroup(id: string): Peer {
  return { kind: "security-group", id };
}

function ofPrefixList({ prefixLists }: Parts, id: string): Peer {
  const cidrs = prefixLists().get(id);
  return { kind: "prefix-list", id, ...(cidrs && { cidrs }) };
}

function protocolNumber(text: string, block: Block): number {
  const number = NUMBERS[text.toLowerCase()] ?? (/^-?\d{1,3}$/.test(text) ? Number(text) : undefined);
  if (number !== undefined && number >= -1 && number <= 255) return number;
  throw new ReadError(block, `has a rule for the protocol ${shown(text)}, which is not known`);
}
