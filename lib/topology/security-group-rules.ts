import { Configuration } from "../terraform-json/configuration";
import { Peer, SecurityGroupRule } from "./model";
import { Network } from "./network";
import { readService } from "./services";
import { Block } from "../terraform-json/stack";
import { ReadError } from "../terraform-json/read-error";

/** Inline, and `aws_security_group_rule`: several peers in one. */
export function rulesWithManyPeers(
  network: Network,
  block: Block,
  groupId: string,
  groupsArgument: "security_groups" | "source_security_group_id",
): SecurityGroupRule[] {
  const { configuration } = network;
  const ranges = [
    ...configuration.ranges(block, "cidr_blocks"),
    ...configuration.ranges(block, "ipv6_cidr_blocks"),
  ];
  const groups =
    groupsArgument === "security_groups"
      ? configuration.texts(block, groupsArgument)
      : [configuration.text(block, groupsArgument)].filter((group) => group !== undefined);
  const self = configuration.flag(block, "self") ? [groupId] : [];
  const lists = configuration.texts(block, "prefix_list_ids");
  return rules(configuration, block, "protocol", [
    ...ranges.map(ofRange),
    ...[...groups, ...self].map(ofGroup),
    ...lists.map((id) => ofPrefixList(network, id)),
  ]);
}

/** `aws_vpc_security_group_ingress_rule` and `…_egress_rule`: one peer each. */
export function ruleWithOnePeer(network: Network, block: Block): SecurityGroupRule[] {
  const { configuration } = network;
  const ranges = ["cidr_ipv4", "cidr_ipv6"].flatMap((name) => configuration.range(block, name) ?? []);
  const group = configuration.text(block, "referenced_security_group_id");
  const list = configuration.text(block, "prefix_list_id");
  return rules(configuration, block, "ip_protocol", [
    ...ranges.map(ofRange),
    ...(group === undefined ? [] : [ofGroup(group)]),
    ...(list === undefined ? [] : [ofPrefixList(network, list)]),
  ]);
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

function ofPrefixList({ prefixLists }: Network, id: string): Peer {
  const cidrs = prefixLists().get(id);
  return { kind: "prefix-list", id, ...(cidrs && { cidrs }) };
}
