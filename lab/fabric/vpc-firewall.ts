import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fillIn } from "../../lib/tools/fill-in";
import { SecurityGroupRule, Topology } from "../../lib/topology";
import { Card, Fabric, FabricVpc } from "./fabric";
import { elements, serviceOf } from "./nft";
import { networkAcls } from "./vpc-acls";

/** `vpc.nft` for one VPC: all of it replaces what was loaded before, in one transaction. */
export function vpcFirewall({ topology }: Fabric, { vpc, cards, hasInternetGateway }: FabricVpc): string {
  const withPublic = hasInternetGateway ? cards.filter(({ publicIp }) => publicIp !== undefined) : [];
  const guarded = cards.filter(({ securityGroupIds }) => securityGroupIds !== undefined);
  return fillIn(readFileSync(join(__dirname, "vpc.nft"), "utf8"), {
    vpc_cidrs: vpc.cidrs.join(", "),
    own: elements(cards.map(({ link, privateIp }) => `"${link}" . ${privateIp}`)),
    checked: elements(cards.filter(({ sourceDestCheck }) => sourceDestCheck).map(({ link }) => `"${link}"`)),
    public_of: elements(withPublic.map(({ privateIp, publicIp }) => `${privateIp} : ${publicIp}`)),
    private_of: elements(withPublic.map(({ privateIp, publicIp }) => `${publicIp} : ${privateIp}`)),
    public: elements(withPublic.map(({ publicIp }) => publicIp!)),
    with_public: elements(withPublic.map(({ privateIp }) => privateIp)),
    egress: elements(guarded.map((card) => `"${card.link}" : jump ${chainOf(card, "egress")}`)),
    ingress: elements(
      cards.map(
        (card) => `"${card.link}" : ${card.securityGroupIds ? `goto ${chainOf(card, "ingress")}` : "accept"}`,
      ),
    ),
    groups: guarded
      .flatMap((card) => [groupsChain(topology, card, "egress"), groupsChain(topology, card, "ingress")])
      .join("\n"),
    ...networkAcls(topology, cards),
    hop_limits: hopLimits(topology, cards).join("\n\t\t"),
  });
}

type Direction = "egress" | "ingress";

function chainOf({ link }: Card, direction: Direction): string {
  return `${direction}_${link.replaceAll("-", "_")}`;
}

function groupsChain(topology: Topology, card: Card, direction: Direction): string {
  const rules = topology.securityGroups
    .filter(({ id }) => card.securityGroupIds!.includes(id))
    .flatMap((group) => group[direction].flatMap((rule) => matchOf(topology, rule, direction)));
  // What may leave goes on to be routed; what may arrive is there.
  const verdict = direction === "egress" ? "return" : "accept";
  return [
    `\tchain ${chainOf(card, direction)} { comment "${card.name}"`,
    ...rules.map((match) => `\t\t${match} ${verdict}`),
    `\t\tcounter name group_${direction} drop`,
    "\t}",
  ].join("\n");
}

/** The packets that a rule is for; none when it is for IPv6, or for a group that no card is in. */
function matchOf(topology: Topology, rule: SecurityGroupRule, direction: Direction): string[] {
  const side = direction === "egress" ? "daddr" : "saddr";
  const service = serviceOf(rule);
  if (rule.peer.kind === "cidr") {
    return rule.peer.cidr.includes(":") ? [] : [`ip ${side} ${rule.peer.cidr} ${service}`];
  }
  if (rule.peer.kind === "prefix-list") {
    return (rule.peer.cidrs ?? [])
      .filter((cidr) => !cidr.includes(":"))
      .map((cidr) => `ip ${side} ${cidr} ${service}`);
  }
  const { id } = rule.peer;
  const members = topology.networkInterfaces.filter(({ securityGroupIds }) => securityGroupIds.includes(id));
  if (members.length === 0) return [];
  return [`ip ${side} { ${members.map(({ privateIp }) => privateIp).join(", ")} } ${service}`];
}

function hopLimits({ instances }: Topology, cards: readonly Card[]): string[] {
  return cards.flatMap(({ host, privateIp }) => {
    const limit = instances.find(({ name }) => name === host)?.metadataHopLimit;
    return limit === undefined ? [] : [`ip saddr 169.254.169.254 ip daddr ${privateIp} ip ttl set ${limit}`];
  });
}
