import { z } from "zod";
import {
  Cidr,
  contains,
  isSpecial,
  overlap,
  prefixLength,
  subdivision,
  usableAddresses,
} from "../net/ranges";
import { SMALLEST_PREFIX, networkRange, zoneName } from "./field-types";
import { Nat, natHostsOf, natZones } from "./nat";
import { Known, Path, Problem, formatPath } from "./problems";

const zoneFields = z.strictObject(
  {
    /** The zone's name, such as `eu-central-1b`; it must be of the environment's region. */
    name: zoneName,

    /**
     * The public subnet's range.
     *
     * @default - derived from the VPC's range
     */
    publicCidr: networkRange.optional(),

    /**
     * The private subnet's range.
     *
     * @default - derived from the VPC's range
     */
    privateCidr: networkRange.optional(),
  },
  {
    error: ({ code }) =>
      code === "invalid_type"
        ? 'must be a zone\'s name, such as "eu-central-1a", or an object with it'
        : undefined,
  },
);

/** A zone, by its name or with its subnets' ranges too. */
export const zone = z.preprocess(
  (given) => (typeof given === "string" ? { name: given } : given),
  zoneFields,
) as unknown as z.ZodType<z.output<typeof zoneFields>, string | z.input<typeof zoneFields>>;

/** The fields that say where subnets and instances are. */
type Fields = Known<{
  region: string;
  vpcCidr: Cidr;
  zones: z.output<typeof zone>[];
  nat: Nat;
  privateInstances: { count: number };
  endpoints: boolean;
}>;

/** A zone of which null stands for what a refused field leaves unknown, and an undefined range for one without room. */
export interface KnownZone {
  readonly name: string | null;
  readonly letter: string | null;
  readonly publicCidr: Cidr | null | undefined;
  readonly privateCidr: Cidr | null | undefined;
}

/** The zones with their subnets: those that the environment names, and the others derived from the VPC's range. */
export function knownZones({ vpcCidr, zones }: Fields): KnownZone[] {
  const unknown = { name: null, publicCidr: null, privateCidr: null };
  return (zones ?? []).map((zone, index) => {
    const derived = vpcCidr ? derivedSubnets(vpcCidr, index) : unknown;
    const { name, publicCidr = derived.publicCidr, privateCidr = derived.privateCidr } = zone ?? unknown;
    return { name, letter: name && name.slice(-1), publicCidr, privateCidr };
  });
}

/** Problems of the zones' names: of another region, or listed twice. */
export function zoneProblems({ region }: Fields, zones: readonly KnownZone[]): Problem[] {
  const names = zones.map(({ name }) => name);
  return names.flatMap((value, index) => {
    if (!value) return [];
    const path = ["zones", index, "name"];
    const problems: Problem[] = [];
    if (region && value.slice(0, -1) !== region) {
      problems.push({
        path,
        value,
        message: `is no zone of the region "${region}"; name one such as "${region}a"`,
      });
    }
    if (names.indexOf(value) < index) {
      problems.push({ path, value, message: "is listed twice; name each zone once" });
    }
    return problems;
  });
}

/** Problems of the VPC's and the subnets' ranges: unusable, without room, outside the VPC, overlapping. */
export function rangeProblems({ vpcCidr }: Fields, zones: readonly KnownZone[]): Problem[] {
  const subnets = zones.flatMap(({ publicCidr, privateCidr }, index): Subnet[] => [
    ...(publicCidr ? [{ path: ["zones", index, "publicCidr"], value: publicCidr }] : []),
    ...(privateCidr ? [{ path: ["zones", index, "privateCidr"], value: privateCidr }] : []),
  ]);
  return [
    ...(vpcCidr ? vpcProblems(vpcCidr, zones, subnets) : []),
    ...subnets.flatMap((subnet, index) => overlapProblems(subnet, subnets.slice(0, index))),
  ];
}

interface Subnet {
  readonly path: Path;
  readonly value: Cidr;
}

function vpcProblems(vpcCidr: Cidr, zones: readonly KnownZone[], subnets: readonly Subnet[]): Problem[] {
  const special = 'is a range that no network may use; use a private one, such as "10.0.0.0/16"';
  const outside = `is outside the VPC's range "${vpcCidr}"; give a range inside it`;
  return [
    ...(isSpecial(vpcCidr) ? [{ path: ["vpcCidr"], value: vpcCidr, message: special }] : []),
    ...zones.flatMap((zone, index) => roomProblems(vpcCidr, zone, index)),
    ...subnets
      .filter(({ value }) => !contains(vpcCidr, value))
      .map((subnet) => ({ ...subnet, message: outside })),
  ];
}

function roomProblems(vpcCidr: Cidr, { name, publicCidr, privateCidr }: KnownZone, index: number): Problem[] {
  if (publicCidr !== undefined && privateCidr !== undefined) return [];
  const message = `finds no room for its subnets in the VPC's "${vpcCidr}"; enlarge vpcCidr, name fewer zones, or give publicCidr and privateCidr`;
  return [{ path: ["zones", index], value: name ?? undefined, message }];
}

function overlapProblems({ path, value }: Subnet, earlier: readonly Subnet[]): Problem[] {
  return earlier
    .filter((other) => overlap(value, other.value))
    .map((other) => ({
      path,
      value,
      message: `overlaps ${formatPath(other.path)} "${other.value}"; give each subnet a range of its own`,
    }));
}

/** Problems of the number of private instances: more than a private subnet has addresses for. */
export function capacityProblems(fields: Fields, zones: readonly KnownZone[]): Problem[] {
  const count = fields.privateInstances?.count;
  const { nat } = fields;
  if (!count || !nat || Object.values(nat).includes(null)) return [];
  const known = nat as Nat;
  const hosts = natHostsOf(known) ? natZones({ nat: known, zones }) : [];
  const problems = zones.flatMap((zone, index): Problem[] => {
    if (!zone.name || !zone.privateCidr) return [];
    const taken = (hosts.includes(zone) ? 1 : 0) + (fields.endpoints ? 3 : 0);
    const room = usableAddresses(zone.privateCidr) - taken;
    const wanted = Math.ceil((count - index) / zones.length);
    if (wanted <= room) return [];
    const message = `puts ${wanted} instances into ${zone.name}, whose private subnet "${zone.privateCidr}" has room for ${room}; lower it or enlarge the subnet`;
    return [{ path: ["privateInstances", "count"], value: count, message }];
  });
  return problems.slice(0, 1);
}

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
