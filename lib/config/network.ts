import { Cidr, contains, isSpecial, overlap, usableAddresses } from "../net/ranges";
import { natZones } from "./environment";
import { KnownFields } from "./known-fields";
import { Path, Problem, formatPath } from "./problems";
import { derivedSubnets } from "./subnets";

/** A zone of which null stands for what a refused field leaves unknown, and an undefined range for one without room. */
export interface KnownZone {
  readonly name: string | null;
  readonly letter: string | null;
  readonly publicCidr: Cidr | null | undefined;
  readonly privateCidr: Cidr | null | undefined;
}

/** The zones with their subnets: those that the environment names, and the others derived from the VPC's range. */
export function knownZones({ vpcCidr, zones }: KnownFields): KnownZone[] {
  const unknown = { name: null, publicCidr: null, privateCidr: null };
  return (zones ?? []).map((zone, index) => {
    const derived = vpcCidr ? derivedSubnets(vpcCidr, index) : unknown;
    const { name, publicCidr = derived.publicCidr, privateCidr = derived.privateCidr } = zone ?? unknown;
    return { name, letter: name && name.slice(-1), publicCidr, privateCidr };
  });
}

/** Problems of the zones' names: of another region, or listed twice. */
export function zoneProblems({ region }: KnownFields, zones: readonly KnownZone[]): Problem[] {
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
export function rangeProblems({ vpcCidr }: KnownFields, zones: readonly KnownZone[]): Problem[] {
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
export function capacityProblems(fields: KnownFields, zones: readonly KnownZone[]): Problem[] {
  const count = fields.privateInstances?.count;
  const placement = fields.nat?.placement;
  if (!count || !placement) return [];
  const hosts = natZones({ nat: { placement }, zones });
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
