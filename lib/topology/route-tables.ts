import { bySource } from "../terraform-json/configuration";
import { byId, element } from "./elements";
import { Element, NotUnderstood, Route, RouteTable, Subnet, Vpc } from "./model";
import { Network } from "./network";
import { readRoutes } from "./routes";
import { Resource } from "../terraform-json/stack";
import { ReadError } from "../terraform-json/read-error";

type Table = Element & { readonly vpcId: string; readonly resource?: Resource };

export function readRouteTables(network: Network): RouteTable[] {
  const { configuration, vpcs } = network;
  const tables = [...tablesOfTheirOwn(network), ...defaultTables(network)].sort(bySource);
  const separate = configuration.ofType("aws_route").map((resource) => ({
    resource,
    tableId: byId(configuration, tables, resource, "route_table_id").id,
    routes: readRoutes(network, resource, ["destination_cidr_block", "destination_ipv6_cidr_block"]),
  }));
  return tables.map(({ resource, ...table }) => {
    const ofTable = separate.filter(({ tableId }) => tableId === table.id).flatMap(({ routes }) => routes);
    refuseTwice(ofTable);
    return {
      ...table,
      main: vpcs().some(({ mainRouteTableId }) => mainRouteTableId === table.id),
      routes: withInline(ofTable, resource ? inlineRoutes(network, resource) : []).filter(
        (route) => !isOwn(vpcs(), table.vpcId, route),
      ),
    };
  });
}

/** The table that rules each subnet that is associated with one itself, by the subnet's id. */
export function tableOfSubnet({ configuration, routeTables, subnets }: Network): ReadonlyMap<string, string> {
  return new Map(
    configuration
      .ofType("aws_route_table_association")
      .filter((association) => configuration.text(association, "gateway_id") === undefined)
      .map((association) => [
        byId(configuration, subnets(), association, "subnet_id").id,
        byId(configuration, routeTables(), association, "route_table_id").id,
      ]),
  );
}

/** Each subnet with its table and its network ACL: its own, or the VPC's main and default one. */
export function withRouteTables({ subnets, vpcs, tableOfSubnet, aclOfSubnet }: Network): Subnet[] {
  return subnets().map((subnet) => ({
    ...subnet,
    networkAclId: aclOfSubnet().get(subnet.id)!,
    routeTableId:
      tableOfSubnet().get(subnet.id) ?? vpcs().find(({ id }) => id === subnet.vpcId)!.mainRouteTableId,
  }));
}

/** Associations with a gateway: they redirect what comes in, which the model does not have. */
export function gatewayAssociations({ configuration }: Network): NotUnderstood[] {
  return configuration
    .ofType("aws_route_table_association")
    .filter((association) => configuration.text(association, "gateway_id") !== undefined)
    .map((association) => ({
      ...{ stack: association.stack, address: association.address },
      why: "routes what comes in by a gateway",
      touches: [configuration.required(association, "gateway_id")],
      may: "either",
    }));
}

function tablesOfTheirOwn({ configuration, vpcs }: Network): Table[] {
  return configuration.ofType("aws_route_table").map((resource) => ({
    ...element(resource),
    vpcId: byId(configuration, vpcs(), resource, "vpc_id").id,
    resource,
  }));
}

/** The table that AWS makes with each VPC, and the resource that takes it over, if any. */
function defaultTables({ configuration, vpcs }: Network): Table[] {
  const defaults = vpcs().map((vpc) => ({ ...vpc, id: vpc.defaultRouteTableId }));
  const adopted = configuration.ofType("aws_default_route_table").map((resource) => ({
    resource,
    id: byId(configuration, defaults, resource, "default_route_table_id").id,
  }));
  return vpcs().map((vpc) => {
    const id = vpc.defaultRouteTableId;
    const resource = adopted.find((table) => table.id === id)?.resource;
    if (resource) return { ...element(resource, id), vpcId: vpc.id, resource };
    return { stack: vpc.stack, address: vpc.address, id, name: `${vpc.name}-default`, vpcId: vpc.id };
  });
}

function inlineRoutes(network: Network, table: Resource): Route[] {
  return network.configuration
    .blocks(table, "route")
    .flatMap((block) => readRoutes(network, block, ["cidr_block", "ipv6_cidr_block"]));
}

/** Whether it is the local route of one of the VPC's whole ranges, which every table has. */
function isOwn(vpcs: readonly Vpc[], vpcId: string, { destination, target }: Route): boolean {
  if (target.kind !== "local") return false;
  return destination.includes(":") || vpcs.find(({ id }) => id === vpcId)!.cidrs.includes(destination);
}

/** In a state, a table lists also the routes that are resources of their own. */
function withInline(separate: readonly Route[], inline: readonly Route[]): Route[] {
  const own = new Set(separate.map(({ destination }) => destination));
  return [...separate, ...inline.filter(({ destination }) => !own.has(destination))].sort(byDestination);
}

function byDestination(a: Route, b: Route): number {
  return a.destination < b.destination ? -1 : a.destination > b.destination ? 1 : bySource(a, b);
}

function refuseTwice(routes: readonly Route[]): void {
  for (const route of routes) {
    const other = routes.find((before) => before.destination === route.destination);
    if (other === route) continue;
    const first = `${other!.stack}: ${other!.address}`;
    throw new ReadError(route, `routes ${route.destination} in the same table as ${first}`);
  }
}
