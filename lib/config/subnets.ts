import { Cidr, prefixLength, subdivision } from "../net/ranges";

/** AWS allows a VPC and a subnet from /16 to /28 (VPC user guide, "VPC CIDR blocks" and "Subnet sizing"). */
export const LARGEST_PREFIX = 16;
export const SMALLEST_PREFIX = 28;

/**
 * The subnets of the zone at `index` (from 0) when the environment names none: block 1 + 2i is public, 2 + 2i private.
 *
 * Blocks are a sixteenth of the VPC, so that six zones fit, but no larger than /24 and no smaller than /28. Their
 * size does not depend on the number of zones: a zone that is added at the end leaves the others where they are.
 */
export function derivedSubnets(vpcCidr: Cidr, index: number): { publicCidr?: Cidr; privateCidr?: Cidr } {
  const length = Math.min(Math.max(prefixLength(vpcCidr) + 4, 24), SMALLEST_PREFIX);
  return {
    publicCidr: subdivision(vpcCidr, length, 1 + 2 * index),
    privateCidr: subdivision(vpcCidr, length, 2 + 2 * index),
  };
}
