import { Address4 } from "ip-address";
import { holds, prefixLength } from "../../lib/net/ranges";
import { Route, Subnet, Topology } from "../../lib/topology";
import { EGRESS_ONLY_GATEWAY, FabricVpc, INTERNET_GATEWAY } from "./fabric";
import { isOf, vpcRanges } from "./families";

/** The namespace that stands for the internet between its hosts and the VPCs. */
export const INTERNET_ROUTER = "aws-internet";

/** A host on the internet. */
export interface InternetHost {
  readonly name: string;
  readonly address: string;
  readonly ipv6Address: string;
  /** One that NAT hosts ask whether the internet is there (`nat.probe` in lib/config/nat.ts). */
  readonly probedAddress: string;
}

/** The internet's own hosts (RFC 5737, TEST-NET-1, like the one that `explain` takes for any host, and RFC 3849). */
export const INTERNET_HOSTS: readonly [InternetHost, InternetHost] = [
  { name: "internet", address: "192.0.2.1", ipv6Address: "2001:db8:ffff::1", probedAddress: "1.1.1.1" },
  { name: "stranger", address: "192.0.2.66", ipv6Address: "2001:db8:ffff::66", probedAddress: "8.8.8.8" },
];

/** The internet's address on the cables to its hosts. */
export const INTERNET_ADDRESS = "192.0.2.254";

/** The two ends of any cable that carries IPv6 to the internet: the internet's, and the host's or the VPC's. */
export const IPV6_LINK = { internet: "fe80::1", other: "fe80::2" } as const;

/** The two ends of the cable between a VPC's router and the internet: link-local (RFC 3927), which no VPC may have. */
export function gatewayLink(index: number): { readonly internet: string; readonly vpc: string } {
  const first = new Address4("169.254.64.0/18").bigInt() + BigInt(4 * index);
  const address = (offset: bigint) => Address4.fromBigInt(first + offset).correctForm();
  return { internet: address(1n), vpc: address(2n) };
}

/**
 * What the internet knows of a VPC: its public addresses, and, as a stranger at AWS's own door would, the private ones.
 */
export function routesToVpc({ vpc, index, networkInterfaces, hasInternetGateway }: FabricVpc): string[] {
  if (!hasInternetGateway) return [];
  const publicIps = networkInterfaces.flatMap(({ publicIp }) => (publicIp === undefined ? [] : [publicIp]));
  return [...vpc.cidrs, ...publicIps].map(
    (destination) =>
      `route replace ${destination} via ${gatewayLink(index).vpc} dev ${INTERNET_GATEWAY}${index} onlink`,
  );
}

/** The number by which the internet's IPv6 routes to a VPC are known, to be replaced together. */
export function routesNumber({ index }: FabricVpc): number {
  return 100 + index;
}

/** What the internet knows of a VPC's IPv6 addresses, which are public ones. */
export function ipv6RoutesToVpc(fabricVpc: FabricVpc): string[] {
  const { vpc, index, hasInternetGateway, hasEgressOnlyGateway } = fabricVpc;
  if (!hasInternetGateway && !hasEgressOnlyGateway) return [];
  const device = `${hasInternetGateway ? INTERNET_GATEWAY : EGRESS_ONLY_GATEWAY}${index}`;
  return vpcRanges("ip6", vpc).map(
    (range) =>
      `route replace ${range} via ${IPV6_LINK.other} dev ${device} onlink proto ${routesNumber(fabricVpc)}`,
  );
}

/** Whether a subnet's table leads to the internet by an egress-only gateway. */
export function leadsEgressOnly({ routeTables }: Topology, { routeTableId }: Subnet): boolean {
  const { routes } = routeTables.find(({ id }) => id === routeTableId)!;
  return wayOut(routes)?.target.kind === "egress-only-gateway";
}

/** The route that a table has for the internet's hosts. */
function wayOut(routes: readonly Route[]): Route | undefined {
  const { ipv6Address } = INTERNET_HOSTS[0];
  return routes
    .filter(({ destination }) => isOf("ip6", destination) && holds(destination, ipv6Address))
    .sort((a, b) => prefixLength(b.destination) - prefixLength(a.destination))[0];
}
