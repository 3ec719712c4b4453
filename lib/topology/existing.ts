import { lastFree } from "../net/ranges";
import { SOME_INTERNET_GATEWAY, associatedSubnet } from "../terraform-json/asserted";
import { ReadError, Resource, Source } from "../terraform-json/stack";
import { grouped } from "../tools/grouped";
import { idOf, placeholderId, withId } from "./elements";
import { Gateway } from "./model";
import { Parts, SubnetPart, VpcPart } from "./parts";

/** Whether it was there before: a data source found it, and no stack that was read makes it. */
export function existsAlready({ address }: Source): boolean {
  return /(^|\.)data\./.test(address);
}

/** Says once for each VPC that exists already what nobody has read of it. */
export function noteUnreadParts({ problems, vpcs }: Pick<Parts, "problems" | "vpcs">): void {
  for (const { resource } of vpcs()) {
    if (!resource.data) continue;
    const why =
      "exists already, and was not read but for what is named of it: not its network ACLs, which are taken to let " +
      "everything through, nor its other subnets, routes, security groups and hosts";
    problems.add(resource, { why, touches: [], may: "nothing" });
  }
}

/** The route table that rules a subnet, where a data source looked that up by the subnet. */
export interface TableOfSubnet {
  readonly id: string;
  readonly subnetId: string;
  readonly vpcId: string;
  /** The data source. */
  readonly resource: Resource;
}

/** Without one that is associated with it, a subnet has its VPC's main table. */
export function tablesBySubnets({ configuration, problems, vpcs }: Parts): TableOfSubnet[] {
  return problems.each(configuration.ofType("aws_route_tables"), (resource) => {
    const { values } = resource;
    const subnetId = associatedSubnet(values);
    const vpc = withId(vpcs(), configuration.text(resource, "vpc_id") ?? "");
    if (subnetId === undefined || values["ids"] === undefined || !vpc) return [];
    const id = configuration.texts(resource, "ids")[0] ?? vpc.mainRouteTableId;
    return [{ id, subnetId, vpcId: vpc.id, resource }];
  });
}

/**
 * The internet gateways that routes of VPCs that exist already lead to and that were not read. A VPC has one at most, so
 * its id may stand in one place and be unknown in another.
 */
export function internetGatewaysOfRoutes(
  { configuration, problems, vpcs }: Parts,
  read: readonly Gateway[],
): Gateway[] {
  const tables = problems.each(configuration.ofType("aws_route_table"), (table) => {
    const vpcId = table.data ? configuration.text(table, "vpc_id") : undefined;
    return vpcId === undefined ? [] : [{ id: idOf(table), vpcId, table }];
  });
  const inline = tables.flatMap(({ vpcId, table }) =>
    configuration
      .blocksIfResolvable(table, "routes")
      .flatMap((route) => gatewayIn(configuration.textIfResolvable(route, "gateway_id"), vpcId, table)),
  );
  const separate = configuration.ofType("aws_route").flatMap((route) => {
    const table = withId(tables, configuration.textIfResolvable(route, "route_table_id") ?? "");
    const id = configuration.textIfResolvable(route, "gateway_id");
    return table ? gatewayIn(id, table.vpcId, route) : [];
  });
  const byVpc = grouped([...inline, ...separate], ({ vpcId }) => [vpcId]);
  const isOf = (vpcId: string) => (gateway: Gateway) =>
    gateway.kind === "internet-gateway" && gateway.vpcId === vpcId;
  return vpcs().flatMap((vpc): Gateway[] => {
    const found = byVpc.get(vpc.id) ?? [];
    const [one] = [...found.filter(({ id }) => id !== SOME_INTERNET_GATEWAY), ...found];
    if (!one || !vpc.resource.data || read.some(isOf(vpc.id))) return [];
    const id = one.id === SOME_INTERNET_GATEWAY ? placeholderId("aws_internet_gateway", vpc) : one.id;
    const { stack, address } = found[0]!.at;
    return [{ stack, address, id, name: `${vpc.name}-gateway`, kind: "internet-gateway", vpcId: vpc.id }];
  });
}

function gatewayIn(id: string | undefined, vpcId: string, at: Resource) {
  return id?.startsWith("igw-") ? [{ id, vpcId, at }] : [];
}

/**
 * Gives each subnet whose range is not known a placeholder: the last free range of its VPC that is as small as AWS takes
 * one, so that there is one, and what is known of other subnets stays clear of it.
 */
export function withRanges(
  { problems }: Pick<Parts, "problems">,
  vpcs: readonly VpcPart[],
  read: readonly (Omit<SubnetPart, "cidr"> & { readonly cidr?: string })[],
): SubnetPart[] {
  const taken = read.flatMap(({ vpcId, cidr }) => (cidr === undefined ? [] : [{ vpcId, cidr }]));
  return read.flatMap((subnet) => {
    const { resource, vpcId, cidr: given } = subnet;
    if (given !== undefined) return [{ ...subnet, cidr: given }];
    const others = taken.filter((other) => other.vpcId === vpcId).map(({ cidr }) => cidr);
    const cidr = withId(vpcs, vpcId)!
      .cidrs.map((range) => lastFree(range, SMALLEST, others))
      .find((free) => free);
    if (cidr === undefined) {
      problems.attempt(resource, () => {
        throw new ReadError(resource, "has a range that was not read, and its VPC has no room for one");
      });
      return [];
    }
    taken.push({ vpcId, cidr });
    problems.add(resource, {
      why: `has a range that was not read; ${cidr} is a placeholder for it`,
      touches: [],
      may: "nothing",
    });
    return [{ ...subnet, cidr, unreadCidr: true }];
  });
}

/** In bits: a subnet has 16 addresses at least (VPC user guide, "Subnet sizing"). */
const SMALLEST = 28;
