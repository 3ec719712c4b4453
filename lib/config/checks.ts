import { isAnywhere, isPrivate, cidrFault, contains, overlap, prefixLength, usableAddresses } from "./cidr";
import { Zone, natZones } from "./environment";
import { Fault } from "./faults";
import { EnvironmentFields } from "./schema";
import { LARGEST_PREFIX, SMALLEST_PREFIX } from "./subnets";

/** A subnet as the environment describes it, with the path of its field for the messages. */
interface Subnet {
  readonly path: string;
  readonly cidr: string;
}

/** Faults of the zones' names: of another region, or listed twice. */
export function zoneFaults({ region, zones }: EnvironmentFields): Fault[] {
  return zones.flatMap(({ name }, index) => {
    const path = `zones[${index}].name`;
    const faults: Fault[] = [];
    if (name.slice(0, -1) !== region) {
      faults.push({ path, value: name, message: `is a zone of another region; the region is "${region}"` });
    }
    if (zones.findIndex((other) => other.name === name) < index) {
      faults.push({ path, value: name, message: "is listed twice; name each zone once" });
    }
    return faults;
  });
}

/** Faults of the VPC's and the subnets' ranges: sizes AWS refuses, outside the VPC, overlapping. */
export function rangeFaults(vpcCidr: string, zones: readonly Zone[]): Fault[] {
  const subnets = zones.flatMap((zone, index): Subnet[] => [
    { path: `zones[${index}].publicCidr`, cidr: zone.publicCidr },
    { path: `zones[${index}].privateCidr`, cidr: zone.privateCidr },
  ]);
  return [
    ...sizeFaults({ path: "vpcCidr", cidr: vpcCidr }),
    ...subnets.flatMap(sizeFaults),
    ...subnets
      .filter(({ cidr }) => !contains(vpcCidr, cidr))
      .map(({ path, cidr }) => ({ path, value: cidr, message: `is outside the VPC's range "${vpcCidr}"` })),
    ...subnets.flatMap((subnet, index) => overlapFaults(subnet, subnets.slice(0, index))),
  ];
}

function sizeFaults({ path, cidr }: Subnet): Fault[] {
  const length = prefixLength(cidr);
  if (length >= LARGEST_PREFIX && length <= SMALLEST_PREFIX) return [];
  return [
    { path, value: cidr, message: `is /${length}; AWS allows /${LARGEST_PREFIX} to /${SMALLEST_PREFIX}` },
  ];
}

function overlapFaults({ path, cidr }: Subnet, earlier: readonly Subnet[]): Fault[] {
  return earlier
    .filter((other) => overlap(cidr, other.cidr))
    .map((other) => ({
      path,
      value: cidr,
      message: `overlaps ${other.path} "${other.cidr}"; give each subnet a range of its own`,
    }));
}

/** Faults of the instance types: of another architecture than the image. */
export function architectureFaults({ ami, nat, privateInstances }: EnvironmentFields): Fault[] {
  const types = {
    "nat.instanceType": nat.instanceType,
    "privateInstances.instanceType": privateInstances.instanceType,
  };
  return Object.entries(types)
    .filter(([, type]) => architectureOf(type) !== ami.architecture)
    .map(([path, value]) => ({
      path,
      value,
      message: `is an ${architectureOf(value)} type and the image is ${ami.architecture}; change the type or set ami.architecture to "${architectureOf(value)}"`,
    }));
}

/** Graviton families have a `g` after their generation (t4g, c7gn, im4gn), and the first was a1. */
function architectureOf(instanceType: string): "arm64" | "x86_64" {
  return /^(a1|[a-z]+\d+[a-z]*g[a-z]*)\./.test(instanceType) ? "arm64" : "x86_64";
}

/** Faults of the ranges that may connect by SSH. */
export function sshFaults({ ssh }: EnvironmentFields): Fault[] {
  return (ssh?.allowedCidrs ?? []).flatMap((cidr, index): Fault[] => {
    const path = `ssh.allowedCidrs[${index}]`;
    if (isAnywhere(cidr)) {
      return [{ path, value: cidr, message: "is the whole internet; name the ranges that you connect from" }];
    }
    const message = cidrFault(cidr);
    return message ? [{ path, value: cidr, message }] : [];
  });
}

/** Faults of the number of private instances: more than a private subnet has addresses for. */
export function capacityFaults(fields: EnvironmentFields, zones: readonly Zone[]): Fault[] {
  const { count } = fields.privateInstances;
  const hosts = natZones({ ...fields, zones: zones as [Zone, ...Zone[]] });
  const faults = zones.flatMap((zone, index) => {
    const taken = (hosts.includes(zone) ? 1 : 0) + (fields.endpoints ? 3 : 0);
    const room = usableAddresses(zone.privateCidr) - taken;
    const wanted = Math.ceil((count - index) / zones.length);
    if (wanted <= room) return [];
    return [
      {
        path: "privateInstances.count",
        value: count,
        message: `puts ${wanted} instances into ${zone.name}, whose private subnet "${zone.privateCidr}" has room for ${room}; lower it or enlarge the subnet`,
      },
    ];
  });
  return faults.slice(0, 1);
}

/** Faults of the defaults that guard something: each may be switched off, with a reason. */
export function exceptionFaults({
  encryptDisks,
  requireImdsv2,
  backend,
  exceptions,
}: EnvironmentFields): Fault[] {
  const guards: Record<string, boolean> = {
    encryptDisks,
    requireImdsv2,
    "backend.encrypt": backend.type === "local" || backend.encrypt,
    "backend.useLockfile": backend.type === "local" || backend.useLockfile,
  };
  const silent = Object.keys(guards).filter((path) => !guards[path] && !exceptions[path]);
  const idle = Object.keys(exceptions).filter((path) => guards[path] ?? true);
  return [
    ...silent.map((path) => ({
      path,
      value: false,
      message: `switches a safeguard off; say why in exceptions: { "${path}": "…" }, or leave it on`,
    })),
    ...idle.map((path) => ({
      path: `exceptions["${path}"]`,
      value: exceptions[path],
      message: `excepts nothing that is switched off; remove it (it may name ${Object.keys(guards).join(", ")})`,
    })),
  ];
}

/** What is allowed but worth a look. */
export function rangeWarnings(vpcCidr: string): string[] {
  if (isPrivate(vpcCidr)) return [];
  return [
    `vpcCidr: "${vpcCidr}" is no private range, so its internet addresses are out of reach from the VPC; use one inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16`,
  ];
}
