import { Configuration } from "./configuration";
import { SecurityGroupRule } from "./model";
import { Block } from "./stack";
import { TopologyError } from "./topology-error";

const PROTOCOLS: Readonly<Record<string, SecurityGroupRule["protocol"]>> = {
  "-1": "all",
  all: "all",
  tcp: "tcp",
  "6": "tcp",
  udp: "udp",
  "17": "udp",
  icmp: "icmp",
  "1": "icmp",
};

/** Inline, and `aws_security_group_rule`: several peers in one. */
export function rulesWithManyPeers(
  configuration: Configuration,
  block: Block,
  groupId: string,
  groupsArgument: "security_groups" | "source_security_group_id",
): SecurityGroupRule[] | undefined {
  if (configuration.texts(block, "prefix_list_ids").length > 0) refusePrefixList(block);
  const ranges = [
    ...configuration.ranges(block, "cidr_blocks"),
    ...configuration.ranges(block, "ipv6_cidr_blocks"),
  ];
  const groups =
    groupsArgument === "security_groups"
      ? configuration.texts(block, groupsArgument)
      : [configuration.text(block, groupsArgument)].filter((group) => group !== undefined);
  const self = configuration.flag(block, "self") ? [groupId] : [];
  return rules(configuration, block, "protocol", ranges, [...groups, ...self]);
}

/** `aws_vpc_security_group_ingress_rule` and `…_egress_rule`: one peer each. */
export function ruleWithOnePeer(configuration: Configuration, block: Block): SecurityGroupRule[] | undefined {
  if (configuration.text(block, "prefix_list_id") !== undefined) refusePrefixList(block);
  const ranges = ["cidr_ipv4", "cidr_ipv6"].flatMap((name) => configuration.range(block, name) ?? []);
  const group = configuration.text(block, "referenced_security_group_id");
  return rules(configuration, block, "ip_protocol", ranges, group === undefined ? [] : [group]);
}

/** One rule for each peer; `undefined` when the model does not have the protocol. */
function rules(
  configuration: Configuration,
  block: Block,
  protocolArgument: string,
  ranges: readonly string[],
  groups: readonly string[],
): SecurityGroupRule[] | undefined {
  const protocol = PROTOCOLS[configuration.required(block, protocolArgument).toLowerCase()];
  if (protocol === undefined) return undefined;
  const common = {
    stack: block.stack,
    address: block.address,
    protocol,
    ...portsOf(protocol, configuration.integer(block, "from_port"), configuration.integer(block, "to_port")),
  };
  const peers: SecurityGroupRule["peer"][] = [
    ...ranges.map((cidr) => ({ kind: "cidr" as const, cidr })),
    ...groups.map((id) => ({ kind: "security-group" as const, id })),
  ];
  if (peers.length === 0) throw new TopologyError(block, "has a rule without a peer");
  return peers.map((peer) => ({ ...common, peer }));
}

/** For icmp, AWS writes the type as the first port and the code as the last, -1 for every one. */
function portsOf(protocol: SecurityGroupRule["protocol"], from?: number, to?: number) {
  if (protocol === "all" || from === undefined || from === -1) return {};
  if (protocol === "icmp") return { fromPort: from, toPort: from };
  return from === 0 && to === 65535 ? {} : { fromPort: from, toPort: to ?? from };
}

function refusePrefixList(block: Block): never {
  throw new TopologyError(
    block,
    "has a rule with a prefix list, whose ranges are not in the JSON; name the ranges",
  );
}
