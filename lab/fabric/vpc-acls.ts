import { NetworkAcl, NetworkAclRule, Topology } from "../../lib/topology";
import { FabricInterface } from "./fabric";
import { Family, isOf } from "./families";
import { elements, serviceOf } from "./nft";

/** What a VPC's tables need for the network ACLs of the network interfaces' subnets: they judge each packet by itself. */
export function networkAcls(
  family: Family,
  topology: Topology,
  networkInterfaces: readonly FabricInterface[],
): Record<string, string> {
  const used = new Set(networkInterfaces.map(({ subnet }) => subnet.networkAclId));
  const acls = topology.networkAcls.filter(({ id }) => used.has(id));
  const jumps = (direction: Direction) =>
    elements(
      networkInterfaces.map(
        ({ link, subnet }) => `"${link}" : jump ${chainOf(subnet.networkAclId, direction)}`,
      ),
    );
  return {
    neighbours: elements(
      networkInterfaces.flatMap((networkInterface) =>
        networkInterfaces
          .filter(({ subnet }) => subnet.id === networkInterface.subnet.id)
          .map((other) => `"${networkInterface.link}" . "${other.link}"`),
      ),
    ),
    acl_egress: jumps("egress"),
    acl_ingress: jumps("ingress"),
    acls: acls.flatMap((acl) => [chain(family, acl, "egress"), chain(family, acl, "ingress")]).join("\n"),
  };
}

type Direction = "egress" | "ingress";

function chainOf(aclId: string, direction: Direction): string {
  return `${direction}_${aclId.replace(/\W/g, "_")}`;
}

/** The first rule that fits decides, and when none does, the packet is dropped. */
function chain(family: Family, acl: NetworkAcl, direction: Direction): string {
  const rules = acl[direction].filter(({ cidr }) => isOf(family, cidr));
  return [
    `\tchain ${chainOf(acl.id, direction)} { comment "${acl.name}"`,
    ...rules.map((rule) => `\t\t${matchOf(family, rule, direction)} ${verdictOf(rule, direction)}`),
    `\t\tcounter name acl_${direction} drop`,
    "\t}",
  ].join("\n");
}

function matchOf(family: Family, rule: NetworkAclRule, direction: Direction): string {
  return `${family} ${direction === "egress" ? "daddr" : "saddr"} ${rule.cidr} ${serviceOf(family, rule)}`;
}

function verdictOf({ action }: NetworkAclRule, direction: Direction): string {
  return action === "allow" ? "return" : `counter name acl_${direction} drop`;
}
