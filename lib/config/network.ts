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
import { ExistingNetworkFields } from "./existing-network";
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

/** The VPC's range, or several: then the subnets that are not given are in the first. */
export const vpcCidr = z.preprocess(
  (given) => (typeof given === "string" || given === null ? [given] : given),
  z
    .array(networkRange, { error: 'must be a string, such as "10.0.0.0/16", or a list of these' })
    .min(1, "is empty; name at least one range")
    // AWS's default quota (VPC user guide, "Amazon VPC quotas").
    .max(5, "has more ranges than the five that a VPC takes; name one to five"),
) as unknown as z.ZodType<Cidr[], Cidr | Cidr[]>;

/** The fields that say where subnets and instances are. */
type Fields = Known<{
  region: string;
  vpcCidr?: Cidr[];
  zones?: z.output<typeof zone>[];
  network?: ExistingNetworkFields;
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
  readonly hasPublicSubnet: boolean;
}

/** The zones with their subnets: those that the environment names, and the others derived from the VPC's first range. */
export function knownZones({ vpcCidr, zones, network }: Fields): KnownZone[] {
  if (network) return (network.zones ?? []).map(knownExistingZone);
  const unknown = { name: null, publicCidr: null, privateCidr: null };
  return (zones ?? []).map((zone, index) => {
    const derived = vpcCidr?.[0] ? derivedSubnets(vpcCidr[0], index) : unknown;
    const { name, publicCidr = derived.publicCidr, privateCidr = derived.privateCidr } = zone ?? unknown;
    return { name, letter: name && name.slice(-1), publicCidr, privateCidr, hasPublicSubnet: true };
  });
}

function knownExistingZone(zone: Known<ExistingNetworkFields["zones"][number]> | null): KnownZone {
  const name = zone?.name ?? null;
  return {
    name,
    letter: name && name.slice(-1),
    publicCidr: null,
    privateCidr: zone?.privateSubnets?.[0]?.cidr ?? null,
    hasPublicSubnet: zone?.publicSubnetId !== undefined,
  };
}

/** Where the environment names its zones. */
function zonesPath({ network }: Fields): Path {
  return network ? ["network", "zones"] : ["zones"];
}

/** Problems of a network that is described twice, or not at all. */
export function networkProblems({ vpcCidr, zones, network }: Fields): Problem[] {
  const own = { vpcCidr, zones };
  if (network === undefined) {
    const examples = { vpcCidr: '"10.0.0.0/16"', zones: '["eu-central-1a"]' };
    return (["vpcCidr", "zones"] as const)
      .filter((field) => own[field] === undefined)
      .map((field) => ({ path: [field], message: `is missing; write one, such as ${examples[field]}` }));
  }
  return (["vpcCidr", "zones"] as const)
    .filter((field) => own[field] !== undefined)
    .map((field) => ({
      path: [field],
      message: "is for a VPC that the stacks make, and network names one that exists; remove one of the two",
    }));
}

/** Problems of the zones' names: of another region, or listed twice. */
export function zoneProblems(fields: Fields, zones: readonly KnownZone[]): Problem[] {
  const { region } = fields;
  const names = zones.map(({ name }) => name);
  return names.flatMap((value, index) => {
    if (!value) return [];
    const path = [...zonesPath(fields), index, "name"];
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
export function rangeProblems({ vpcCidr, network }: Fields, zones: readonly KnownZone[]): Problem[] {
  if (network !== undefined) return [];
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

function vpcProblems(
  vpcCidrs: readonly (Cidr | null)[],
  zones: readonly KnownZone[],
  subnets: readonly Subnet[],
): Problem[] {
  const [first] = vpcCidrs;
  const ranges = vpcCidrs.flatMap((value, index): Subnet[] =>
    value === null ? [] : [{ path: ["vpcCidr", index], value }],
  );
  const special = 'is a range that no network may use; use a private one, such as "10.0.0.0/16"';
  const outside = `is outside the VPC's ${inWords(ranges)}; give a range inside it`;
  const isKnown = ranges.length === vpcCidrs.length;
  return [
    ...ranges.filter(({ value }) => isSpecial(value)).map((range) => ({ ...range, message: special })),
    ...ranges.flatMap((range, index) =>
      overlapProblems(range, ranges.slice(0, index), "name ranges that do not overlap"),
    ),
    ...(first ? zones.flatMap((zone, index) => roomProblems(first, zone, index)) : []),
    ...subnets
      .filter(({ value }) => isKnown && !ranges.some((range) => contains(range.value, value)))
      .map((subnet) => ({ ...subnet, message: outside })),
  ];
}

function inWords(ranges: readonly Subnet[]): string {
  return `range${ranges.length === 1 ? "" : "s"} ${ranges.map(({ value }) => `"${value}"`).join(", ")}`;
}

function roomProblems(vpcCidr: Cidr, { name, publicCidr, privateCidr }: KnownZone, index: number): Problem[] {
  if (publicCidr !== undefined && privateCidr !== undefined) return [];
  const message = `finds no room for its subnets in the VPC's "${vpcCidr}"; enlarge vpcCidr, name fewer zones, or give publicCidr and privateCidr`;
  return [{ path: ["zones", index], value: name ?? undefined, message }];
}

function overlapProblems(
  { path, value }: Subnet,
  earlier: readonly Subnet[],
  fix = "give each subnet a range of its own",
): Problem[] {
  return earlier
    .filter((other) => overlap(value, other.value))
    .map((other) => ({
      path,
      value,
      message: `overlaps ${formatPath(other.path)} "${other.value}"; ${fix}`,
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
    // What else stands in a subnet that is not ours is not known here.
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
