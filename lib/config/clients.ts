import { z } from "zod";
import { Cidr, contains } from "../net/ranges";
import { eachOnce, networkRange } from "./field-types";
import { securityGroupId } from "./existing-network";
import { Known, Problem } from "./problems";

/** Who may use the NAT hosts besides the private instances: routes lead them there, and this lets them in. */
export const clients = z.strictObject({
  /**
   * Security groups of theirs.
   *
   * @default - none
   */
  securityGroupIds: z.array(securityGroupId).superRefine(eachOnce).default([]),

  /**
   * Ranges of theirs, inside the VPC's.
   *
   * @default - none; in an existing network the private subnets' ranges
   */
  cidrs: z.array(networkRange).superRefine(eachOnce).optional(),
});

type Fields = Known<{ clients: z.output<typeof clients>; vpcCidrs?: readonly Cidr[] }>;

/** Problems of clients that the NAT hosts translate nothing for, because they are not of the VPC. */
export function clientProblems({ clients, vpcCidrs }: Fields): Problem[] {
  if (!vpcCidrs || vpcCidrs.includes(null)) return [];
  const ranges = vpcCidrs as readonly Cidr[];
  return (clients?.cidrs ?? []).flatMap((value, index): Problem[] => {
    if (value === null || ranges.some((range) => contains(range, value))) return [];
    const message = `is outside the VPC's ranges ${ranges.map((range) => `"${range}"`).join(", ")}, and the NAT hosts serve these alone; name ranges inside them`;
    return [{ path: ["clients", "cidrs", index], value, message }];
  });
}
