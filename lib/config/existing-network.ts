import { z } from "zod";
import { Cidr } from "../net/ranges";
import { eachOnce, networkRange, zoneName } from "./field-types";

/** An id as EC2 gives it: of 17 hexadecimal digits, or of 8 for what is older than 2018. */
const idOf = (prefix: string, what: string) =>
  z
    .string()
    .regex(
      new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`),
      `is no ${what} id; write one like "${prefix}-0123456789abcdef0"`,
    );

/** The security groups and addresses of others that an environment names. */
export const securityGroupId = idOf("sg", "security group");
export const allocationId = idOf("eipalloc", "Elastic IP's allocation");

const existingTable = z.strictObject({
  /** Its id. */
  id: idOf("rtb", "route table"),

  /**
   * What its default route leads to without us, such as `nat-0123456789abcdef0`: there it leads until `takeOver`, and
   * again after it.
   *
   * @default - it has no default route
   */
  wayOutToday: z
    .string()
    .regex(
      /^(nat|eni|igw|tgw|vgw|pcx|vpce)-([0-9a-f]{8}|[0-9a-f]{17})$/,
      'is nothing that a route leads to; write one like "nat-0123456789abcdef0"',
    )
    .optional(),

  /**
   * The gateway endpoints that it leads to already; AWS refuses a second one.
   *
   * @default - none
   */
  gatewayEndpoints: z
    .array(z.enum(["s3", "dynamodb"]))
    .superRefine(eachOnce)
    .default([]),
});

const existingSubnet = z.strictObject({
  /** Its id. */
  id: idOf("subnet", "subnet"),

  /** Its IPv4 range. */
  cidr: networkRange,

  /**
   * The route table that rules it.
   *
   * @default - the zone's at the same place in the list, or its last one
   */
  routeTableId: idOf("rtb", "route table").optional(),
});

const existingZone = z.strictObject({
  /** The zone's name, such as `eu-central-1b`; it must be of the environment's region. */
  name: zoneName,

  /**
   * Where a NAT host or gateway may stand: its default route leads to an internet gateway.
   *
   * @default - none; another zone's host or gateway serves this one
   */
  publicSubnetId: idOf("subnet", "subnet").optional(),

  /** The subnets that are to have the way out. A NAT host's private network interface stands in the first. */
  privateSubnets: z.array(existingSubnet).min(1, "is empty; name at least one private subnet"),

  /** Their route tables. One that several zones share is listed in the first of these. */
  routeTables: z.array(existingTable),
});

/** A VPC that exists already, and what of it gets the way out. Nothing but the default routes is changed in it. */
export const existingNetwork = z.strictObject({
  /** The VPC's id. */
  vpcId: idOf("vpc", "VPC"),

  /** All of the VPC's IPv4 ranges. */
  vpcCidrs: z.array(networkRange).min(1, "is empty; name all of the VPC's ranges"),

  /**
   * Whether the private subnets' default routes lead to our way out, or to where they lead today. Either way they are
   * the same routes, changed in place.
   */
  takeOver: z.boolean(),

  /**
   * Whether Terraform forgets these routes, which then stay as they are: the last step before all else is destroyed.
   * Needs an apply with `takeOver: false` before, which gives them back.
   *
   * @default false
   */
  leave: z.boolean().default(false),

  /** The availability zones with something to serve. The first with a public subnet holds a single NAT host. */
  zones: z
    .array(existingZone)
    .min(1, "is empty; name at least one availability zone")
    .max(6, "has more than six zones; name one to six"),
});

export type ExistingNetworkFields = z.output<typeof existingNetwork>;

/** An existing network, each private subnet with its route table. */
export interface ExistingNetwork extends Omit<ExistingNetworkFields, "zones"> {
  readonly zones: readonly ExistingZone[];
}

export interface ExistingZone extends Omit<ExistingNetworkFields["zones"][number], "privateSubnets"> {
  readonly privateSubnets: readonly {
    readonly id: string;
    readonly cidr: Cidr;
    readonly routeTableId: string;
  }[];
}

/** Fills in which route table rules each private subnet. */
export function withRouteTables(network: ExistingNetworkFields): ExistingNetwork {
  const zones = network.zones.map((zone) => ({
    ...zone,
    privateSubnets: zone.privateSubnets.map((subnet, index) => ({
      ...subnet,
      // Without a problem, there is one.
      routeTableId: subnet.routeTableId ?? tableAt(zone.routeTables, index)!.id,
    })),
  }));
  return { ...network, zones };
}

function tableAt<T>(routeTables: readonly T[], index: number): T | undefined {
  return routeTables[index] ?? routeTables.at(-1);
}
