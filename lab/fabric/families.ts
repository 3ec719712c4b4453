import { Subnet, Vpc } from "../../lib/topology";
import { FabricInterface } from "./fabric";

/** A version of the Internet Protocol, as nft calls it. */
export type Family = "ip" | "ip6";

export const FAMILIES: readonly Family[] = ["ip", "ip6"];

/** Whether a text is a range or an address of that family; the id of a prefix list is of neither. */
export function isOf(family: Family, text: string): boolean {
  return text.includes(family === "ip6" ? ":" : ".");
}

/** The addresses of a network interface. */
export function addressesOf(family: Family, { privateIp, ipv6Addresses }: Addressed): readonly string[] {
  return family === "ip" ? [privateIp] : (ipv6Addresses ?? []);
}

type Addressed = Pick<FabricInterface, "privateIp" | "ipv6Addresses">;

export function vpcRanges(family: Family, { cidrs, ipv6Cidrs }: Vpc): readonly string[] {
  return family === "ip" ? cidrs : (ipv6Cidrs ?? []);
}

export function subnetRange(family: Family, { cidr, ipv6Cidr }: Subnet): string | undefined {
  return family === "ip" ? cidr : ipv6Cidr;
}

/** The address of an address and port: `192.0.2.1:80`, `[2001:db8::1]:80`. */
export function addressIn(end: string): string {
  return end.replace(/:\d+$/, "").replace(/[[\]]/g, "");
}
