import { holds } from "../net/ranges";

/** Whether AWS keeps an address of a range for itself: of a subnet the first four (VPC user guide, "Subnet CIDR blocks"). */
export function isKept(range: string, address: string): boolean {
  return holds(range.replace(/\/.*/, range.includes(":") ? "/126" : "/30"), address);
}
