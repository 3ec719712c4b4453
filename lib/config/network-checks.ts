import { Cidr, contains, isPrivate, isSpecial, overlap, usableAddresses } from "../net/ranges";
import { natZones } from "./environment";
import { Fault } from "./faults";
import { CheckedFields } from "./salvage";
import { derivedSubnets } from "./subnets";

/** A zone of which null stands for what a refused field leaves unknown, and an undefined range for one without room. */
export interface CheckedZone {
  readonly name: string | null;
  readonly letter: string | null;
  readonly publicCidr: Cidr | null | undefined;
  readonly privateCidr: Cidr | null | undefined;
}

/** The zones with their subnets: those that the environment names, and the others derived from the VPC's range. */
export function checkedZones({ vpcCidr, zones }: CheckedFields): CheckedZone[] {
  const unknown = { name: null, publicCidr: null, privateCidr: null };
  return (zones ?? []).map((zone, index) => {
    const derived = vpcCidr ? derivedSubnets(vpcCidr, index) : unknown;
    const { name, publicCidr = derived.publicCidr, privateCidr = derived.privateCidr } = zone ?? unknown;
    return { name, letter: name && name.slice(-1), publicCidr, privateCidr };
  });
}

/** Faults of the zones' names: of another region, or listed twice. */
export function zoneFaults({ region }: CheckedFields, zones: readonly CheckedZone[]): Fault[] {
  const names = zones.map(({ name }) => name);
  return names.flatMap((value, index) => {
    if (!value) return [];
    const path = `zones[${index}].name`;
    const faults: Fault[] = [];
    if (region && value.slice(0, -1) !== region) {
      faults.push({
        path,
        value,
        message: `is no zone of the region "${region}"; name one such as "${region}a"`,
      });
    }
    if (names.indexOf(value) < index) {
      faults.push({ path, value, message: "is listed twice; name each zone once" });
    }
    return faults;
  });
}

/** Faults of the VPC's and the subnets' ranges: unusable, without room, outside the VPC, overlapping. */
export function rangeFaults({ vpcCidr }: CheckedFields, zones: readonly CheckedZone[]): Fault[] {
  const subnets = zones
    .flatMap(({ publicCidr, privateCidr }, index) => [
      { path: `zones[${index}].publicCidr`, value: publicCidr },
      { path: `zones[${index}].privateCidr`, value: privateCidr },
    ])
    .filter((subnet): subnet is Subnet => Boolean(subnet.value));
  return [
    ...(vpcCidr ? vpcFaults(vpcCidr, zones, subnets) : []),
    ...subnets.flatMap((subnet, index) => overlapFaults(subnet, subnets.slice(0, index))),
  ];
}

interface Subnet {
  readonly path: string;
  readonly value: Cidr;
}

function vpcFaults(vpcCidr: Cidr, zones: readonly CheckedZone[], subnets: readonly Subnet[]): Fault[] {
  const special = 'is a range that no network may use; use a private one, such as "10.0.0.0/16"';
  const outside = `is outside the VPC's range "${vpcCidr}"; give a range inside it`;
  return [
    ...(isSpecial(vpcCidr) ? [{ path: "vpcCidr", value: vpcCidr, message: special }] : []),
    ...zones.flatMap((zone, index) => roomFaults(vpcCidr, zone, index)),
    ...subnets
      .filter(({ value }) => !contains(vpcCidr, value))
      .map((subnet) => ({ ...subnet, message: outside })),
  ];
}

function roomFaults(vpcCidr: Cidr, { name, publicCidr, privateCidr }: CheckedZone, index: number): Fault[] {
  if (publicCidr !== undefined && privateCidr !== undefined) return [];
  const message = `finds no room for its subnets in the VPC's "${vpcCidr}"; enlarge vpcCidr, name fewer zones, or give publicCidr and privateCidr`;
  return [{ path: `zones[${index}]`, value: name ?? undefined, message }];
}

function overlapFaults({ path, value }: Subnet, earlier: readonly Subnet[]): Fault[] {
  return earlier
    .filter((other) => overlap(value, other.value))
    .map((other) => ({
      path,
      value,
      message: `overlaps ${other.path} "${other.value}"; give each subnet a range of its own`,
    }));
}

/** Faults of the number of private instances: more than a private subnet has addresses for. */
export function capacityFaults(fields: CheckedFields, zones: readonly CheckedZone[]): Fault[] {
  const count = fields.privateInstances?.count;
  const placement = fields.nat?.placement;
  if (!count || !placement) return [];
  const hosts = natZones({ nat: { placement }, zones });
  const faults = zones.flatMap((zone, index): Fault[] => {
    if (!zone.name || !zone.privateCidr) return [];
    const taken = (hosts.includes(zone) ? 1 : 0) + (fields.endpoints ? 3 : 0);
    const room = usableAddresses(zone.privateCidr) - taken;
    const wanted = Math.ceil((count - index) / zones.length);
    if (wanted <= room) return [];
    const message = `puts ${wanted} instances into ${zone.name}, whose private subnet "${zone.privateCidr}" has room for ${room}; lower it or enlarge the subnet`;
    return [{ path: "privateInstances.count", value: count, message }];
  });
  return faults.slice(0, 1);
}

/** What is allowed but worth a look. */
export function rangeWarnings(vpcCidr: Cidr): string[] {
  if (isPrivate(vpcCidr)) return [];
  return [
    `vpcCidr: "${vpcCidr}" is no private range, so its internet addresses are out of reach from the VPC; use one inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16`,
  ];
}
