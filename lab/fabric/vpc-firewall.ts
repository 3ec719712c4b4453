import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fillIn } from "../../lib/tools/read-files";
import { SecurityGroupRule, Topology } from "../../lib/topology";
import { FabricInterface, Fabric, FabricVpc } from "./fabric";
import { elements, serviceOf } from "./nft";
import { networkAcls } from "./vpc-acls";

/** `vpc.nft` for one VPC: all of it replaces what was loaded before, in one transaction. */
export function vpcFirewall(
  { topology }: Fabric,
  { vpc, networkInterfaces, hasInternetGateway }: FabricVpc,
): string {
  const withPublic = hasInternetGateway
    ? networkInterfaces.filter(({ publicIp }) => publicIp !== undefined)
    : [];
  const guarded = networkInterfaces.filter(({ securityGroupIds }) => securityGroupIds !== undefined);
  return fillIn(readFileSync(join(__dirname, "vpc.nft"), "utf8"), {
    vpc_cidrs: vpc.cidrs.join(", "),
    own: elements(networkInterfaces.map(({ link, privateIp }) => `"${link}" . ${privateIp}`)),
    checked: elements(
      networkInterfaces.filter(({ sourceDestCheck }) => sourceDestCheck).map(({ link }) => `"${link}"`),
    ),
    public_of: elements(withPublic.map(({ privateIp, publicIp }) => `${privateIp} : ${publicIp}`)),
    private_of: elements(withPublic.map(({ privateIp, publicIp }) => `${publicIp} : ${privateIp}`)),
    public: elements(withPublic.map(({ publicIp }) => publicIp!)),
    with_public: elements(withPublic.map(({ privateIp }) => privateIp)),
    egress: elements(
      guarded.map(
        (networkInterface) => `"${networkInterface.link}" : jump ${chainOf(networkInterface, "egress")}`,
      ),
    ),
    ingress: elements(
      networkInterfaces.map(
        (networkInterface) =>
          `"${networkInterface.link}" : ${networkInterface.securityGroupIds ? `goto ${chainOf(networkInterface, "ingress")}` : "accept"}`,
      ),
    ),
    groups: guarded
      .flatMap((networkInterface) => [
        groupsChain(topology, networkInterface, "egress"),
        groupsChain(topology, networkInterface, "ingress"),
      ])
      .join("\n"),
    ...networkAcls(topology, networkInterfaces),
    hop_limits: hopLimits(topology, networkInterfaces).join("\n\t\t"),
  });
}

type Direction = "egress" | "ingress";

function chainOf({ link }: FabricInterface, direction: Direction): string {
  return `${direction}_${link.replaceAll("-", "_")}`;
}

function groupsChain(topology: Topology, networkInterface: FabricInterface, direction: Direction): string {
  const rules = topology.securityGroups
    .filter(({ id }) => networkInterface.securityGroupIds!.includes(id))
    .flatMap((group) => group[direction].flatMap((rule) => matchOf(topology, rule, direction)));
  // What may leave goes on to be routed; what may arrive is there.
  const verdict = direction === "egress" ? "return" : "accept";
  return [
    `\tchain ${chainOf(networkInterface, direction)} { comment "${networkInterface.name}"`,
    ...rules.map((match) => `\t\t${match} ${verdict}`),
    `\t\tcounter name group_${direction} drop`,
    "\t}",
  ].join("\n");
}

/** The packets that a rule is for; none when it is for IPv6, or for a group that no network interface is in. */
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

function hopLimits({ instances }: Topology, networkInterfaces: readonly FabricInterface[]): string[] {
  return networkInterfaces.flatMap(({ host, privateIp }) => {
    const limit = instances.find(({ name }) => name === host)?.metadataHopLimit;
    return limit === undefined ? [] : [`ip saddr 169.254.169.254 ip daddr ${privateIp} ip ttl set ${limit}`];
  });
}
