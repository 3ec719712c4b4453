import { SecurityGroupRule, Topology } from "../../lib/topology";
import { FabricInterface } from "./fabric";
import { Family, addressesOf, isOf } from "./families";
import { elements, serviceOf } from "./nft";

/** What a VPC's tables need for the security groups of the network interfaces. */
export function securityGroups(
  family: Family,
  topology: Topology,
  networkInterfaces: readonly FabricInterface[],
): Record<string, string> {
  const balancers = networkInterfaces.filter(({ balances }) => balances);
  const guarded = networkInterfaces.filter(({ securityGroupIds }) => securityGroupIds !== undefined);
  return {
    egress: elements(guarded.map((own) => `"${own.link}" : jump ${chainOf(own, "egress")}`)),
    ingress: elements(
      networkInterfaces.map(
        (own) => `"${own.link}" : ${own.securityGroupIds ? `goto ${chainOf(own, "ingress")}` : "accept"}`,
      ),
    ),
    groups: guarded
      .flatMap((own) => [
        groupsChain(family, topology, own, "egress", []),
        groupsChain(family, topology, own, "ingress", balancers),
      ])
      .join("\n"),
  };
}

type Direction = "egress" | "ingress";

function chainOf({ link }: FabricInterface, direction: Direction): string {
  return `${direction}_${link.replaceAll("-", "_")}`;
}

function groupsChain(
  family: Family,
  topology: Topology,
  networkInterface: FabricInterface,
  direction: Direction,
  balancers: readonly FabricInterface[],
): string {
  const rules = topology.securityGroups
    .filter(({ id }) => networkInterface.securityGroupIds!.includes(id))
    .flatMap((group) => group[direction])
    .flatMap((rule) => matchesOf(family, topology, rule, direction, balancers));
  // What may leave goes on to be routed; what may arrive is there.
  const verdict = direction === "egress" ? "return" : "accept";
  return [
    `\tchain ${chainOf(networkInterface, direction)} { comment "${networkInterface.name}"`,
    ...rules.map((match) => `\t\t${match} ${verdict}`),
    `\t\tcounter name group_${direction} drop`,
    "\t}",
  ].join("\n");
}

/** The packets that a rule is for; none when it is for another family, or for a group that no network interface is in. */
function matchesOf(
  family: Family,
  topology: Topology,
  rule: SecurityGroupRule,
  direction: Direction,
  balancers: readonly FabricInterface[],
): string[] {
  const side = direction === "egress" ? "daddr" : "saddr";
  const service = serviceOf(family, rule);
  return [
    ...peersOf(family, topology, rule).map((peer) => `${family} ${side} ${peer} ${service}`),
    // What a load balancer passes on is from a member of its groups, also under its client's address.
    ...balancers
      .filter(({ securityGroupIds }) => isOfGroup(rule) && securityGroupIds?.includes(rule.peer.id))
      .map(({ link }) => `iifname "${link}" ${service}`),
  ];
}

type GroupRule = SecurityGroupRule & { readonly peer: { readonly kind: "security-group" } };

function isOfGroup(rule: SecurityGroupRule): rule is GroupRule {
  return rule.peer.kind === "security-group";
}

function peersOf(family: Family, { networkInterfaces }: Topology, { peer }: SecurityGroupRule): string[] {
  if (peer.kind === "cidr") return isOf(family, peer.cidr) ? [peer.cidr] : [];
  if (peer.kind === "prefix-list") return (peer.cidrs ?? []).filter((cidr) => isOf(family, cidr));
  const members = networkInterfaces
    .filter(({ securityGroupIds }) => securityGroupIds.includes(peer.id))
    .flatMap((member) => addressesOf(family, member));
  return members.length === 0 ? [] : [`{ ${members.join(", ")} }`];
}
