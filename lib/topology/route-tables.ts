import { Block, ReadError, Resource, bySource } from "../terraform-json/stack";
import { grouped } from "../tools/grouped";
import { byId, element, withId } from "./elements";
import { tablesBySubnets } from "./existing";
import { Element, Route, RouteTable } from "./model";
import { Parts } from "./parts";
import { readRoutes, vpcOfTarget } from "./routes";
import { defaultsOf } from "./vpcs";

type Table = Element & { readonly vpcId: string; readonly resource?: Resource };

export function readRouteTables(parts: Parts): RouteTable[] {
  const { configuration, problems, vpcs } = parts;
  const own = [...tablesOfTheirOwn(parts), ...defaultTables(parts)];
  const read = [...own, ...tablesOfSubnetsAlone(parts, own)];
  const tables = [...read, ...tablesNotRead(parts, read)].sort(bySource);
  const mains = new Set(vpcs().map(({ mainRouteTableId }) => mainRouteTableId));
  const separate = problems.each(configuration.ofType("aws_route"), (resource) => {
    const { id } = byId(configuration, tables, resource, "route_table_id");
    const effect = { touches: [id] };
    const ranges = ["destination_cidr_block", "destination_ipv6_cidr_block"];
    const routes = problems.attempt(resource, () => readRoutes(parts, resource, ranges), effect) ?? [];
    return [{ id, resource, routes }];
  });
  const byTable = grouped(separate, ({ id }) => [id]);
  return tables.map(({ resource, ...table }) => {
    const alone = withoutSecond(parts, byTable.get(table.id) ?? []);
    const inline = resource ? inlineRoutes(parts, resource, table, alone) : [];
    const routes = withInline(alone, inline).filter((route) => !isOwn(parts, table.vpcId, route));
    for (const { stack, address, destination } of routes.filter(isToUnknownList)) {
      const why = `routes to the prefix list ${destination}, whose ranges were not read`;
      problems.add({ stack, address }, { why, touches: [table.id], may: "either" });
    }
    return { ...table, main: mains.has(table.id), routes };
  });
}

/** The table that rules each subnet that is associated with one itself, by the subnet's id. */
export function tablesOfSubnets(parts: Parts): ReadonlyMap<string, string> {
  const { configuration, problems, subnets, routeTables } = parts;
  const tables = new Map<string, string>();
  for (const resource of configuration.ofType("aws_route_table")) {
    if (!resource.data) continue;
    problems.attempt(resource, () => {
      for (const block of configuration.blocks(resource, "associations")) {
        const subnet = configuration.text(block, "subnet_id");
        if (subnet !== undefined) tables.set(subnet, element(resource).id);
      }
      const subnet = configuration.text(resource, "subnet_id");
      if (subnet !== undefined) tables.set(subnet, element(resource).id);
    });
  }
  for (const { subnetId, id } of tablesBySubnets(parts)) tables.set(subnetId, id);
  problems.each(configuration.ofType("aws_route_table_association"), (association) => {
    const gateway = configuration.text(association, "gateway_id");
    if (gateway !== undefined) {
      const why = "routes what comes in by a gateway";
      problems.add(association, { why, touches: [gateway], may: "either" });
      return [];
    }
    const subnet = byId(configuration, subnets(), association, "subnet_id");
    const table = configuration.required(association, "route_table_id");
    tables.set(subnet.id, withId(routeTables(), table)?.id ?? table);
    return [];
  });
  for (const subnet of subnets()) {
    if (!subnet.resource.data || tables.has(subnet.id)) continue;
    const why = "finds a subnet without its route table";
    problems.add(subnet.resource, { why, touches: [subnet.id], may: "either" });
  }
  return tables;
}

function tablesOfTheirOwn({ configuration, problems, vpcs }: Parts): Table[] {
  return problems.each(configuration.ofType("aws_route_table"), (resource) => [
    { ...element(resource), vpcId: byId(configuration, vpcs(), resource, "vpc_id").id, resource },
  ]);
}

/** Those of which nothing is known but the subnets that they rule. */
function tablesOfSubnetsAlone(parts: Parts, read: readonly Table[]): Table[] {
  const found = tablesBySubnets(parts).filter(({ id }) => !withId(read, id));
  const first = found.filter((table) => withId(found, table.id) === table);
  return first.map(({ resource, vpcId, id }) => ({ ...element(resource, id), name: id, vpcId, resource }));
}

/** One that a data source found is there already, and of a VPC that one found, nobody knows the routes. */
function defaultTables(parts: Parts): Table[] {
  const { configuration, vpcs } = parts;
  const read = new Set(configuration.ofType("aws_route_table").map((resource) => element(resource).id));
  const tables = defaultsOf(parts, {
    type: "aws_default_route_table",
    argument: "default_route_table_id",
    idIn: ({ defaultRouteTableId }) => defaultRouteTableId,
  });
  return tables.filter(
    ({ id, vpcId, resource }) => resource || (!read.has(id) && !withId(vpcs(), vpcId)!.resource.data),
  );
}

/** Tables that are named by their ids and were not read: of a VPC, by an association or by a route. */
function tablesNotRead(parts: Parts, read: readonly Table[]): Table[] {
  const { configuration, problems, vpcs, subnets } = parts;
  const tables = new Map<string, Table>();
  const add = (resource: Resource, id: string, vpcId: string | undefined, name = id) => {
    if (withId(read, id) || tables.has(id) || vpcId === undefined) return;
    const { stack, address } = resource;
    tables.set(id, { stack, address, id, name, vpcId });
    const what = name === id ? `route table ${id}` : "main route table";
    problems.add(resource, { why: `its ${what} was not read`, touches: [id], may: "either" });
  };
  for (const vpc of vpcs()) add(vpc.resource, vpc.mainRouteTableId, vpc.id, `${vpc.name}-main`);
  problems.each(configuration.ofType("aws_route_table_association"), (association) => {
    const subnetId = configuration.text(association, "subnet_id");
    if (subnetId === undefined) return [];
    const vpcId = withId(subnets(), subnetId)?.vpcId;
    add(association, configuration.required(association, "route_table_id"), vpcId);
    return [];
  });
  problems.each(configuration.ofType("aws_route"), (route) => {
    const id = configuration.required(route, "route_table_id");
    if (withId(read, id) || tables.has(id)) return [];
    const [only, ...others] = vpcs();
    const vpcId = vpcOfTarget(parts, route) ?? (others.length === 0 ? (only?.id ?? "") : undefined);
    add(route, id, vpcId);
    return [];
  });
  return [...tables.values()];
}

function inlineRoutes(
  parts: Parts,
  table: Resource,
  { id, vpcId }: Pick<Table, "id" | "vpcId">,
  separate: readonly Route[],
): Route[] {
  const { problems } = parts;
  const name = table.data ? "routes" : "route";
  // Of a table that is named for its default route, the others are told with what was not read of its VPC.
  const isNamed = separate.some(({ destination }) => destination === "0.0.0.0/0");
  if (table.data && table.values[name] === undefined && !isNamed) {
    problems.add(table, { why: "finds a table without its routes", touches: [id], may: "either" });
  }
  const read = (block: Block) => readRoutes(parts, block, ["cidr_block", "ipv6_cidr_block"], vpcId);
  return problems.eachBlock(table, name, read, { touches: [id] });
}

/** Whether it is the local route of one of the VPC's whole ranges, which every table has. */
function isOwn({ vpcs }: Parts, vpcId: string, { destination, target }: Route): boolean {
  if (target.kind !== "local") return false;
  const { cidrs = [], ipv6Cidrs } = withId(vpcs(), vpcId) ?? {};
  return destination.includes(":") ? (ipv6Cidrs?.includes(destination) ?? true) : cidrs.includes(destination);
}

function isToUnknownList({ destination, prefixListId }: Route): boolean {
  return destination === prefixListId;
}

/** In a state, a table lists also the routes that are resources of their own, and those to gateway endpoints. */
function withInline(separate: readonly Route[], inline: readonly Route[]): Route[] {
  const own = new Set(separate.map(({ destination }) => destination));
  return [...separate, ...inline.filter(({ destination }) => !own.has(destination))].sort(byDestination);
}

function byDestination(a: Route, b: Route): number {
  return a.destination < b.destination ? -1 : a.destination > b.destination ? 1 : bySource(a, b);
}

/** AWS takes one route for each destination: a second one is no part of the table, and may be the one that is. */
function withoutSecond(
  { problems }: Parts,
  routes: readonly { readonly id: string; readonly resource: Resource; readonly routes: readonly Route[] }[],
): Route[] {
  const first = new Map<string, Route>();
  for (const { id, resource, routes: own } of routes) {
    problems.attempt(
      resource,
      () => {
        for (const route of own) {
          const { destination, prefixListId } = route;
          const before = first.get(destination);
          if (!before) first.set(destination, route);
          // A route of its own goes before one by a prefix list's entry.
          else if (before.prefixListId !== undefined && prefixListId === undefined)
            first.set(destination, route);
          else if (prefixListId === undefined || prefixListId === before.prefixListId) {
            const place = `${before.stack}: ${before.address}`;
            throw new ReadError(resource, `routes ${destination} in the same table as ${place}`);
          }
        }
      },
      { touches: [id] },
    );
  }
  return [...first.values()];
}
