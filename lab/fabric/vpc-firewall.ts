import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fillIn } from "../../lib/tools/read-files";
import { Topology } from "../../lib/topology";
import { FabricInterface, Fabric, FabricVpc } from "./fabric";
import { Family, addressesOf, vpcRanges } from "./families";
import { leadsEgressOnly } from "./internet";
import { elements, markOf } from "./nft";
import { networkAcls } from "./vpc-acls";
import { securityGroups } from "./vpc-groups";

/** `vpc.nft` and `vpc6.nft` for one VPC: all of them replaces what was loaded before, in one transaction. */
export function vpcFirewall({ topology }: Fabric, fabricVpc: FabricVpc): string {
  const { networkInterfaces } = fabricVpc;
  return [
    fill("vpc.nft", {
      ...common("ip", topology, fabricVpc),
      ...translations(fabricVpc),
      balancers: elements(
        networkInterfaces
          .filter(({ balances }) => balances)
          .map(({ link, privateIp }) => `"${link}" : ${markOf(privateIp)}`),
      ),
      hop_limits: hopLimits(topology, networkInterfaces).join("\n\t\t"),
    }),
    fill("vpc6.nft", {
      ...common("ip6", topology, fabricVpc),
      addresses: elements(networkInterfaces.flatMap((own) => addressesOf("ip6", own))),
      egress_only: elements(egressOnly(topology, fabricVpc).flatMap((own) => addressesOf("ip6", own))),
    }),
  ].join("\n");
}

/** What both have: whose packets are whose, network ACLs and security groups. */
function common(
  family: Family,
  topology: Topology,
  { vpc, networkInterfaces }: FabricVpc,
): Record<string, string> {
  const checked = networkInterfaces.filter(({ sourceDestCheck }) => sourceDestCheck);
  return {
    vpc_ranges: elements(vpcRanges(family, vpc)),
    own: elements(
      networkInterfaces.flatMap((own) =>
        addressesOf(family, own).map((address) => `"${own.link}" . ${address}`),
      ),
    ),
    checked: elements(checked.map(({ link }) => `"${link}"`)),
    ...securityGroups(family, topology, networkInterfaces),
    ...networkAcls(family, topology, networkInterfaces),
  };
}

/** The internet gateway's, one to one. */
function translations({ networkInterfaces, hasInternetGateway }: FabricVpc): Record<string, string> {
  const withPublic = hasInternetGateway
    ? networkInterfaces.filter(({ publicIp }) => publicIp !== undefined)
    : [];
  return {
    public_of: elements(withPublic.map(({ privateIp, publicIp }) => `${privateIp} : ${publicIp}`)),
    private_of: elements(withPublic.map(({ privateIp, publicIp }) => `${publicIp} : ${privateIp}`)),
    public: elements(withPublic.map(({ publicIp }) => publicIp!)),
    with_public: elements(withPublic.map(({ privateIp }) => privateIp)),
  };
}

/** Those whose way out is an egress-only gateway. */
function egressOnly(topology: Topology, { networkInterfaces, hasEgressOnlyGateway }: FabricVpc) {
  if (!hasEgressOnlyGateway) return [];
  return networkInterfaces.filter(({ subnet }) => leadsEgressOnly(topology, subnet));
}

function hopLimits({ instances }: Topology, networkInterfaces: readonly FabricInterface[]): string[] {
  return networkInterfaces.flatMap(({ host, privateIp }) => {
    const limit = instances.find(({ name }) => name === host)?.metadataHopLimit;
    return limit === undefined ? [] : [`ip saddr 169.254.169.254 ip daddr ${privateIp} ip ttl set ${limit}`];
  });
}

function fill(file: string, values: Readonly<Record<string, string>>): string {
  return fillIn(readFileSync(join(__dirname, file), "utf8"), values);
}
