import { Configuration } from "../terraform-json/configuration";
import { ReadError, Resource } from "../terraform-json/stack";
import { grouped } from "../tools/grouped";
import { byId, element, placeholderId, withId } from "./elements";
import { rangeOfSubnet, ipv6RangesOfVpcs } from "./ipv6";
import { withRanges } from "./existing";
import { Element, Subnet, Vpc } from "./model";
import { Parts, SubnetPart, VpcPart } from "./parts";

export function readVpcs(parts: Parts): VpcPart[] {
  const { configuration, problems } = parts;
  const mainTables = mainRouteTables({ configuration, problems });
  const associated = associatedRanges({ configuration, problems });
  const ipv6 = ipv6RangesOfVpcs(parts);
  return problems.each(configuration.ofType("aws_vpc"), (resource) => {
    const vpc = element(resource);
    const listed = configuration
      .blocks(resource, "cidr_block_associations")
      .filter((block) => (configuration.text(block, "state") ?? "associated") === "associated")
      .map((block) => ipv4Range(configuration, block));
    const isKnownByList = resource.values["cidr_block"] === undefined && listed.length > 0;
    const cidr = isKnownByList ? listed[0]! : ipv4Range(configuration, resource);
    const refreshed = resource.deployed ? configuration.text(resource, "main_route_table_id") : undefined;
    return [
      {
        ...vpc,
        resource,
        cidr,
        cidrs: [...new Set([cidr, ...listed, ...(associated.get(vpc.id) ?? [])])],
        ...(ipv6.has(vpc.id) && { ipv6Cidrs: ipv6.get(vpc.id)! }),
        mainRouteTableId: mainTables.get(vpc.id) ?? refreshed ?? defaultRouteTableId(resource),
        defaultRouteTableId: defaultRouteTableId(resource),
        defaultSecurityGroupId: defaultSecurityGroupId(resource),
        defaultNetworkAclId: defaultNetworkAclId(resource),
      },
    ];
  });
}

/** The VPCs as the model has them. */
export function finishedVpcs({ vpcs }: Parts): Vpc[] {
  return vpcs().map(({ stack, address, id, name, cidr, cidrs, ipv6Cidrs, mainRouteTableId }) => {
    return { stack, address, id, name, cidr, cidrs, ...(ipv6Cidrs && { ipv6Cidrs }), mainRouteTableId };
  });
}

/** Of the table that AWS makes with a VPC. */
export function defaultRouteTableId(vpc: Resource): string {
  return (
    inState(vpc, "default_route_table_id") ??
    inState(vpc, "main_route_table_id") ??
    made(vpc, "aws_route_table")
  );
}

/** Of the group that AWS makes with a VPC. */
export function defaultSecurityGroupId(vpc: Resource): string {
  return inState(vpc, "default_security_group_id") ?? made(vpc, "aws_security_group");
}

/** Of the network ACL that AWS makes with a VPC. */
export function defaultNetworkAclId(vpc: Resource): string {
  return inState(vpc, "default_network_acl_id") ?? made(vpc, "aws_network_acl");
}

/** What AWS makes with each VPC, such as its default network ACL, and the resource that takes it over, if any. */
interface DefaultPart extends Element {
  readonly vpcId: string;
  readonly resource?: Resource;
}

/** @param argument the one by which a resource of the type names what it takes over, or that one's VPC */
export function defaultsOf(
  { configuration, problems, vpcs }: Parts,
  { type, argument, idIn }: { type: string; argument: string; idIn: (vpc: VpcPart) => string },
): DefaultPart[] {
  const named = vpcs().map((vpc) => ({ id: argument === "vpc_id" ? vpc.id : idIn(vpc), vpcId: vpc.id }));
  const adopted = new Map(
    problems.each(configuration.ofType(type), (resource) => [
      [byId(configuration, named, resource, argument).vpcId, resource],
    ]),
  );
  return vpcs().map((vpc) => {
    const { stack, address, name, id: vpcId } = vpc;
    const [id, resource] = [idIn(vpc), adopted.get(vpcId)];
    if (resource) return { ...element(resource, id), vpcId, resource };
    return { stack, address, id, name: `${name}-default`, vpcId };
  });
}

export function readSubnets({ configuration, problems, vpcs }: Parts): SubnetPart[] {
  const guessed = new Map<string, number>();
  const read = problems.each(configuration.ofType("aws_subnet"), (resource) => {
    const vpc = byId(configuration, vpcs(), resource, "vpc_id");
    const number = guessed.get(vpc.id) ?? 0;
    const ipv6 = rangeOfSubnet(configuration, resource, vpc.ipv6Cidrs ?? [], number);
    if (ipv6.guessed) guessed.set(vpc.id, number + 1);
    return [
      {
        ...element(resource),
        resource,
        vpcId: vpc.id,
        zone: configuration.text(resource, "availability_zone"),
        cidr: isUnread(resource) ? undefined : ipv4Range(configuration, resource),
        ...(ipv6.range !== undefined && { ipv6Cidr: ipv6.range }),
        mapPublicIpOnLaunch: configuration.flag(resource, "map_public_ip_on_launch") ?? false,
        assignsIpv6: configuration.flag(resource, "assign_ipv6_address_on_creation") ?? false,
      },
    ];
  });
  return withRanges({ problems }, vpcs(), read);
}

/** One that exists already and whose range nothing says. */
function isUnread({ data, values }: Resource): boolean {
  return data && values["cidr_block"] === undefined;
}

/** The subnets as the model has them: each with its table and its network ACL, its own or the VPC's. */
export function finishedSubnets(
  { subnets, vpcs }: Parts,
  tables: ReadonlyMap<string, string>,
  acls: ReadonlyMap<string, string>,
): Subnet[] {
  return subnets().map((subnet) => {
    const { stack, address, id, name, vpcId, zone, cidr, unreadCidr, ipv6Cidr, mapPublicIpOnLaunch } = subnet;
    const vpc = withId(vpcs(), vpcId)!;
    return {
      ...{ stack, address, id, name, vpcId, zone, cidr, mapPublicIpOnLaunch },
      ...(unreadCidr && { unreadCidr }),
      ...(ipv6Cidr && { ipv6Cidr }),
      routeTableId: tables.get(id) ?? vpc.mainRouteTableId,
      networkAclId: acls.get(id) ?? vpc.defaultNetworkAclId,
    };
  });
}

type Reading = Pick<Parts, "configuration" | "problems">;

function mainRouteTables({ configuration, problems }: Reading): ReadonlyMap<string, string> {
  const associations = configuration.ofType("aws_main_route_table_association");
  return new Map(
    problems.each(associations, (association) => [
      [configuration.required(association, "vpc_id"), configuration.required(association, "route_table_id")],
    ]),
  );
}

/** The ranges that VPCs were given later, by the VPC's id. */
function associatedRanges({ configuration, problems }: Reading): ReadonlyMap<string, readonly string[]> {
  const associations = configuration.ofType("aws_vpc_ipv4_cidr_block_association");
  const ranges = problems.each(associations, (association) => [
    { vpcId: configuration.required(association, "vpc_id"), cidr: ipv4Range(configuration, association) },
  ]);
  return new Map(
    [...grouped(ranges, ({ vpcId }) => [vpcId])].map(([id, all]) => [id, all.map(({ cidr }) => cidr)]),
  );
}

function ipv4Range(configuration: Configuration, block: Parameters<Configuration["range"]>[0]): string {
  const range = configuration.range(block, "cidr_block");
  if (range === undefined || range.includes(":")) throw new ReadError(block, "has no IPv4 cidr_block");
  return range;
}

function inState({ deployed, values }: Resource, name: string): string | undefined {
  const id = values[name];
  return deployed && typeof id === "string" && id !== "" ? id : undefined;
}

function made(vpc: Resource, type: string): string {
  return placeholderId(type, vpc, "default");
}
