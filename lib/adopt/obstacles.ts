import { Description } from "./describe";
import { RouteTableFacts, SubnetFacts, VpcFacts } from "./facts";
import { refusedInPrivate, refusedInPublic } from "./network-acls";
import { routeOwners, sharedTables } from "./route-tables";
import { counted, listed, named } from "./words";

/** What stands in the way of a NAT host in a VPC, or has to be known before there is one; in one line. */
export interface Obstacle {
  /** Whether no environment can be written as long as it is there. */
  readonly stops: boolean;
  readonly message: string;
}

/** All of a VPC's, those first that stop everything. */
export function obstacles(description: Description): Obstacle[] {
  const stopping = stops(description).map((message) => ({ stops: true, message }));
  const others = [
    ...zonesWithoutHost(description),
    ...brokenWays(description),
    ...elsewhere(description),
    ...sharedTables(description),
    ...routeOwners(description),
    ...networkAcls(description),
    ...elasticIps(description),
    ...systemsManager(description),
    ...aboutVpc(description.facts),
    ...alsoServed(description),
  ];
  return [...stopping, ...others.map((message) => ({ stops: false, message }))];
}

function stops({ facts, zones, hostZones, leftOut }: Description): string[] {
  if (zones.length === 0) {
    const tables = new Set(leftOut.flatMap(({ subnet, way }) => (way ? subnet.routeTableId : [])));
    const instead =
      tables.size > 0
        ? `--include ${[...tables].join(" ")} takes in what leads elsewhere or nowhere`
        : "make private subnets with route tables of their own first";
    return [
      `${facts.vpcId}: no private subnet of it leads to a NAT, so there is no way out to take over; ${instead}`,
    ];
  }
  if (hostZones.length > 0) return [];
  const reasons = zones.map(({ name, noHost }) => `${name}: ${noHost}`);
  return [
    `${facts.vpcId}: no zone has a place for a NAT host (${reasons.join("; ")}); make one place for it first`,
  ];
}

function zonesWithoutHost({ zones, hostZones }: Description): string[] {
  if (hostZones.length === 0) return [];
  return zones
    .filter(({ noHost }) => noHost !== undefined)
    .map(
      ({ name, noHost }) =>
        `${name}: ${noHost}; another zone's NAT host serves it, at $0.01 per GB each way between the zones`,
    );
}

function brokenWays({ zones }: Description): string[] {
  return zones
    .flatMap(({ routeTables }) => routeTables)
    .filter(({ way }) => way.broken !== undefined)
    .map(
      ({ table, way }) =>
        `${named(table)}: leads to ${way.words}, but ${way.broken}: its subnets have no way out today, and takeOver: ` +
        "false would be no way back",
    );
}

/** Default routes to other networks: all that those have no routes of their own for would go to the internet. */
function elsewhere({ facts, leftOut }: Description): string[] {
  const left = leftOut.filter(({ way }) => way?.kind === "elsewhere");
  return tablesOf(
    facts,
    left.map(({ subnet }) => subnet),
  ).map((table) => {
    const { way } = left.find(({ subnet }) => subnet.routeTableId === table.id)!;
    return (
      `${named(table)}: leads to ${way!.words}, so it is left out: taken over, it would send to the internet what is ` +
      `for other networks, or go around a firewall; --include ${table.id} takes it in`
    );
  });
}

function tablesOf({ routeTables }: VpcFacts, subnets: readonly SubnetFacts[]): RouteTableFacts[] {
  return routeTables.filter(({ id }) => subnets.some(({ routeTableId }) => routeTableId === id));
}

function networkAcls({ facts, zones, hostZones }: Description): string[] {
  const clients = zones.flatMap(({ privateSubnets }) => privateSubnets.map(({ subnet }) => subnet));
  return hostZones.flatMap(({ name, publicSubnet, privateSubnets }) => {
    const [{ subnet: own }] = privateSubnets as [(typeof privateSubnets)[number]];
    const others = clients.filter(
      ({ id, zone }) => id !== own.id && (hostZones.length === 1 || zone === name),
    );
    const refused = [
      ...refusedInPublic(facts, publicSubnet!.subnet.id),
      ...refusedInPrivate(
        facts,
        own.id,
        others.map(({ cidr }) => cidr),
      ),
    ];
    return refused.map(
      (what) => `${name}: ${what}, which a NAT host there needs; allow it before takeOver: true`,
    );
  });
}

function elasticIps({ facts, hostZones }: Description): string[] {
  const { addresses, addressQuota, region } = facts;
  // AWS's default ("Amazon VPC quotas").
  const quota = addressQuota ?? 5;
  if (hostZones.length === 0 || addresses.length + hostZones.length <= quota) return [];
  const unsure = addressQuota === undefined ? ", unless it was raised, which AWS does not say here" : "";
  return [
    `Elastic IPs: ${counted(hostZones.length, "more is", "more are")} needed, and the account has ${addresses.length} of ` +
      `${quota} in ${region}${unsure}; raise the quota (Service Quotas, "EC2-VPC Elastic IPs"), or name free ones in ` +
      "nat.elasticIpAllocationIds",
  ];
}

const SYSTEMS_MANAGER = ["ssm", "ssmmessages", "ec2messages"];

function systemsManager({ facts, hostZones }: Description): string[] {
  const there = facts.endpoints.filter((each) => !each.isGateway && SYSTEMS_MANAGER.includes(each.service));
  if (there.length === 0) return [];
  const hosts = listed(hostZones.map(({ publicSubnet }) => publicSubnet!.subnet.cidr!));
  return [
    `${listed(there.map(({ id, service }) => `${id} (${service})`))}: Systems Manager has endpoints here already: leave ` +
      `endpoints at false, and see that their security groups let in TCP 443 from the NAT hosts (${hosts})`,
  ];
}

function aboutVpc({ vpcId, ranges, ipv6Cidrs, isDedicated, hasDns }: VpcFacts): string[] {
  const changing = ranges.filter(({ state }) => state !== "associated");
  return [
    ...changing.map(
      ({ cidr, state }) =>
        `${vpcId}: its range ${cidr} is ${state}, and left out; run this again when that is done`,
    ),
    ...(isDedicated
      ? [
          `${vpcId}: its tenancy is dedicated, so a NAT host is a Dedicated Instance, which costs more and which not ` +
            "every instance type can be; choose nat.instanceType for that",
        ]
      : []),
    ...(hasDns
      ? []
      : [
          `${vpcId}: its DNS support is off, so a NAT host finds neither packages nor Systems Manager unless the VPC's ` +
            "DHCP options name another resolver",
        ]),
    ...(ipv6Cidrs.length > 0
      ? [
          `${vpcId}: has IPv6 too (${listed(ipv6Cidrs)}); its ::/0 routes are not touched, and lead where they lead today`,
        ]
      : []),
  ];
}

function alsoServed({ alsoServed: subnets }: Description): string[] {
  return subnets.map(
    (subnet) =>
      `${named(subnet)}: is left out, but is in ${subnet.routeTableId} with subnets that are not: what it sends to the ` +
      "internet goes to the NAT hosts too, and clients lets it in",
  );
}
