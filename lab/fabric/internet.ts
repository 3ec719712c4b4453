import { Address4 } from "ip-address";
import { FabricVpc, INTERNET_GATEWAY } from "./fabric";

/** The namespace that stands for the internet between its hosts and the VPCs. */
export const INTERNET_ROUTER = "aws-internet";

/** A host on the internet. */
export interface InternetHost {
  readonly name: string;
  readonly address: string;
}

/** The internet's own hosts (RFC 5737, TEST-NET-1, like the one that `explain` takes for any host). */
export const INTERNET_HOSTS: readonly InternetHost[] = [
  { name: "internet", address: "192.0.2.1" },
  { name: "stranger", address: "192.0.2.66" },
];

/** The internet's address on the cables to its hosts. */
export const INTERNET_ADDRESS = "192.0.2.254";

/** The two ends of the cable between a VPC's router and the internet (RFC 6598, shared address space). */
export function gatewayLink(index: number): { readonly internet: string; readonly vpc: string } {
  const first = new Address4("100.64.0.0/10").bigInt() + BigInt(4 * index);
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
