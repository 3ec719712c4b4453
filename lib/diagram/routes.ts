import { isInsideAny, prefixLength } from "../net/ranges";
import { DOCUMENTATION } from "../topology/ipv6";
import { Endpoint, RouteTable, Topology } from "../topology/model";
import { byName } from "./picture";

/** What a route table leads where. */
export interface Arrow {
  readonly prefix: string;
  /** The id of an element, or whatever else the route names. */
  readonly target: string;
  /** Whether the target is an element of the topology. */
  readonly known: boolean;
  /** What kind of thing it is, where that is not known from the element. */
  readonly what?: string;
}

/** A table's routes, and those to the prefix lists of its gateway endpoints, which AWS adds, by their services. */
export function arrowsOf(topology: Topology, { id, routes }: RouteTable): Arrow[] {
  const known = new Set(
    [topology.networkInterfaces, topology.gateways, topology.endpoints].flat().map((element) => element.id),
  );
  const arrows = routes
    .filter(({ target }) => target.kind !== "local")
    .map(({ destination, target }) => ({
      ...{ prefix: destination, target: target.id },
      ...("what" in target && { what: target.what }),
    }));
  const prefixLists = gatewayEndpoints(topology)
    .filter(([{ routeTableIds }]) => routeTableIds.includes(id))
    .filter((together) => !arrows.some(({ target }) => together.some((endpoint) => endpoint.id === target)))
    .map((together) => ({
      prefix: together.map(({ service }) => service.split(".").at(-1)).join(", "),
      target: together[0].id,
    }));
  return [...arrows, ...prefixLists]
    .map((arrow) => ({ ...arrow, known: known.has(arrow.target) }))
    .sort(byName(({ prefix, target }) => `${prefix} ${target}`));
}

/** Those of the same route tables are one in the picture. */
export function gatewayEndpoints({ endpoints }: Topology): [Endpoint, ...Endpoint[]][] {
  const byTables = new Map<string, [Endpoint, ...Endpoint[]]>();
  for (const endpoint of endpoints.toSorted(byName(({ service, id }) => `${service} ${id}`))) {
    if (endpoint.networkInterfaceIds.length > 0) continue;
    const tables = [endpoint.vpcId, ...endpoint.routeTableIds.toSorted()].join(" ");
    const together = byTables.get(tables);
    if (together) together.push(endpoint);
    else byTables.set(tables, [endpoint]);
  }
  return [...byTables.values()];
}

/** An IPv6 range; a placeholder for one that AWS is yet to choose by its length alone. */
export function shownRange(range: string): string {
  return isInsideAny([DOCUMENTATION], range) ? `IPv6 /${prefixLength(range)}` : range;
}

/** Whether a table's default route leads to an internet gateway: its subnets are then public. */
export function isPublic({ gateways }: Topology, { routes }: RouteTable): boolean {
  const isGateway = (id: string) => gateways.some((one) => one.id === id && one.kind === "internet-gateway");
  return routes.some(({ destination, target }) => DEFAULTS.includes(destination) && isGateway(target.id));
}

const DEFAULTS = ["0.0.0.0/0", "::/0"];
