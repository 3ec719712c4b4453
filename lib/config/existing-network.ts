import { z } from "zod";
import { Cidr, contains, overlap } from "../net/ranges";
import { eachOnce, networkRange, zoneName } from "./field-types";
import { Known, Path, Problem, formatPath } from "./problems";

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

/** The fields that say what stands in an existing network. */
type Fields = Known<{ network?: ExistingNetworkFields; ipv6: string; nat: { kind: string } }>;

/** Problems of an existing network: ids that are listed twice, ranges, subnets that no table rules, ways that it has not. */
export function existingNetworkProblems({ network, ipv6, nat }: Fields): Problem[] {
  if (!network) return [];
  return [
    ...repeatedIds(network),
    ...rangeProblems(network),
    ...tableProblems(network),
    ...placeProblems(network, nat?.kind),
    ...(network.leave && network.takeOver
      ? [
          problem(
            ["network", "leave"],
            true,
            "needs the routes to be given back first; set takeOver: false and apply that before",
          ),
        ]
      : []),
    ...(nat?.kind === "none"
      ? [
          problem(
            ["nat", "kind"],
            "none",
            "leaves the routes that were taken over nowhere to lead; give them back with takeOver: false, and then leave: true",
          ),
        ]
      : []),
    ...(ipv6 === "egress-only"
      ? [
          problem(
            ["ipv6"],
            ipv6,
            "changes the VPC and its subnets, which are not ours in an existing network; remove it",
          ),
        ]
      : []),
  ];
}

type KnownNetwork = NonNullable<Fields["network"]>;

function problem(path: Path, value: unknown, message: string): Problem {
  return { path, value, message };
}

/** A value that is listed, by where. */
type Listed = readonly [path: Path, value: string];

function repeatedIds(network: KnownNetwork): Problem[] {
  const subnets = eachZone(network, (zone, path) => [
    ...given([...path, "publicSubnetId"], zone.publicSubnetId),
    ...(zone.privateSubnets ?? []).flatMap((subnet, index) =>
      given([...path, "privateSubnets", index, "id"], subnet?.id),
    ),
  ]);
  return [subnets, tablesOf(network)].flatMap((listed) =>
    listed
      .filter(([, id], index) => listed.findIndex(([, other]) => other === id) < index)
      .map(([path, id]) => problem(path, id, "is listed twice; list each once")),
  );
}

function rangeProblems(network: KnownNetwork): Problem[] {
  const ranges = (network.vpcCidrs ?? []).flatMap((cidr, index) =>
    given(["network", "vpcCidrs", index], cidr),
  );
  const subnets = eachZone(network, (zone, path) =>
    (zone.privateSubnets ?? []).flatMap((subnet, index) =>
      given([...path, "privateSubnets", index, "cidr"], subnet?.cidr),
    ),
  );
  const known = network.vpcCidrs?.every((cidr) => cidr !== null);
  const outside = subnets
    .filter(([, cidr]) => known && !ranges.some(([, range]) => contains(range, cidr)))
    .map(([path, cidr]) =>
      problem(
        path,
        cidr,
        `is outside the VPC's ranges ${ranges.map(([, range]) => `"${range}"`).join(", ")}; correct it, or add the range that holds it to vpcCidrs`,
      ),
    );
  return [...overlaps(ranges), ...outside, ...overlaps(subnets)];
}

function overlaps(listed: readonly Listed[]): Problem[] {
  return listed.flatMap(([path, cidr], index) =>
    listed
      .slice(0, index)
      .filter(([, other]) => overlap(cidr, other))
      .map(([other, range]) =>
        problem(
          path,
          cidr,
          `overlaps ${formatPath(other)} "${range}", which AWS does not allow; correct one`,
        ),
      ),
  );
}

/** Problems of subnets that no listed table rules. */
function tableProblems(network: KnownNetwork): Problem[] {
  const listed = tablesOf(network).map(([, id]) => id);
  return eachZone(network, ({ privateSubnets, routeTables }, path) =>
    (privateSubnets ?? []).flatMap((subnet, index): Problem[] => {
      if (!subnet || !routeTables || subnet.routeTableId === null) return [];
      const own = [...path, "privateSubnets", index];
      const { routeTableId } = subnet;
      if (routeTableId === undefined) {
        if (routeTables.length > 0) return [];
        const missing =
          "is missing, and the zone lists no route table; name the one of another zone that rules this subnet";
        return [{ path: [...own, "routeTableId"], message: missing }];
      }
      if (listed.includes(routeTableId)) return [];
      const unlisted =
        "is in no zone's routeTables; add it there, with what its default route leads to today";
      return [problem([...own, "routeTableId"], routeTableId, unlisted)];
    }),
  );
}

/** Problems of a way out that needs a public subnet, where there is none. */
function placeProblems({ zones }: KnownNetwork, kind: string | null | undefined): Problem[] {
  const needsNone = kind === "none" || kind === "regional-gateway" || !kind;
  if (needsNone || !zones || zones.some((zone) => !zone || zone.publicSubnetId !== undefined)) return [];
  const message =
    "have no public subnet, and a NAT host or gateway needs one; give a zone its publicSubnetId, or make a subnet whose default route leads to an internet gateway";
  return [{ path: ["network", "zones"], message }];
}

function tablesOf(network: KnownNetwork): Listed[] {
  return eachZone(network, ({ routeTables }, path) =>
    (routeTables ?? []).flatMap((table, index) => given([...path, "routeTables", index, "id"], table?.id)),
  );
}

function eachZone<T>(
  { zones }: KnownNetwork,
  values: (zone: NonNullable<NonNullable<KnownNetwork["zones"]>[number]>, path: Path) => T[],
): T[] {
  return (zones ?? []).flatMap((zone, index) => (zone ? values(zone, ["network", "zones", index]) : []));
}

function given(path: Path, value: string | null | undefined): Listed[] {
  return typeof value === "string" ? [[path, value]] : [];
}
