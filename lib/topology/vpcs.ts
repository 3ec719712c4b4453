import { Configuration } from "../terraform-json/configuration";
import { byId, element, known } from "./elements";
import { Subnet, Vpc } from "./model";
import { Network } from "./network";
import { Resource } from "../terraform-json/stack";
import { standInId } from "./stand-ins";
import { ReadError } from "../terraform-json/read-error";

/** A VPC with what AWS puts into it by itself. */
export interface VpcPart extends Vpc {
  readonly resource: Resource;
  readonly defaultRouteTableId: string;
  readonly defaultSecurityGroupId: string;
  readonly defaultNetworkAclId: string;
}

export function readVpcs(configuration: Configuration): VpcPart[] {
  const mainTables = configuration.ofType("aws_main_route_table_association");
  return configuration.ofType("aws_vpc").map((resource) => {
    const vpc = element(resource);
    const main = mainTables.find((association) => configuration.required(association, "vpc_id") === vpc.id);
    const refreshed = resource.deployed ? configuration.text(resource, "main_route_table_id") : undefined;
    return {
      ...vpc,
      resource,
      ...ipv4Ranges(configuration, resource, vpc.id),
      mainRouteTableId: main
        ? configuration.required(main, "route_table_id")
        : (refreshed ?? defaultRouteTableId(resource)),
      defaultRouteTableId: defaultRouteTableId(resource),
      defaultSecurityGroupId: defaultSecurityGroupId(resource),
      defaultNetworkAclId: defaultNetworkAclId(resource),
    };
  });
}

/** The VPCs as the model has them; the main table has to be one of those that were read. */
export function knownVpcs({ vpcs, routeTables }: Network): Vpc[] {
  return vpcs().map(({ resource, stack, address, id, name, cidr, cidrs, mainRouteTableId }) => {
    known(routeTables(), mainRouteTableId, resource, "main route table");
    return { stack, address, id, name, cidr, cidrs, mainRouteTableId };
  });
}

/** Of the table that AWS makes with a VPC. */
export function defaultRouteTableId(vpc: Resource): string {
  return vpc.deployed
    ? String(vpc.values["default_route_table_id"])
    : standInId("aws_route_table", vpc, "default");
}

/** Of the group that AWS makes with a VPC. */
export function defaultSecurityGroupId(vpc: Resource): string {
  return vpc.deployed
    ? String(vpc.values["default_security_group_id"])
    : standInId("aws_security_group", vpc, "default");
}

/** Of the network ACL that AWS makes with a VPC. */
export function defaultNetworkAclId(vpc: Resource): string {
  const { default_network_acl_id: id } = vpc.values;
  return vpc.deployed && typeof id === "string" ? id : standInId("aws_network_acl", vpc, "default");
}

export type SubnetPart = Omit<Subnet, "routeTableId" | "networkAclId">;

export function readSubnets({ configuration, vpcs }: Network): SubnetPart[] {
  return configuration.ofType("aws_subnet").map((resource) => ({
    ...element(resource),
    vpcId: byId(configuration, vpcs(), resource, "vpc_id").id,
    zone: configuration.text(resource, "availability_zone"),
    cidr: ipv4Range(configuration, resource),
    mapPublicIpOnLaunch: configuration.flag(resource, "map_public_ip_on_launch") ?? false,
  }));
}

/** The range that a VPC was made with, and those that were associated with it. */
function ipv4Ranges(configuration: Configuration, vpc: Resource, id: string): Pick<Vpc, "cidr" | "cidrs"> {
  const cidr = ipv4Range(configuration, vpc);
  const associated = configuration
    .ofType("aws_vpc_ipv4_cidr_block_association")
    .filter((association) => configuration.required(association, "vpc_id") === id)
    .map((association) => ipv4Range(configuration, association));
  return { cidr, cidrs: [...new Set([cidr, ...associated])] };
}

function ipv4Range(configuration: Configuration, resource: Resource): string {
  const range = configuration.range(resource, "cidr_block");
  if (range === undefined || range.includes(":")) throw new ReadError(resource, "has no IPv4 cidr_block");
  return range;
}
