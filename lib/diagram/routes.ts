import { RouteTable, Topology } from "../topology/model";
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

/** A table's routes, and the prefix lists of its gateway endpoints, which AWS adds to it. */
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
  const prefixLists = topology.endpoints
    .filter(({ routeTableIds }) => routeTableIds.includes(id))
    .filter((endpoint) => !arrows.some(({ target }) => target === endpoint.id))
    .map((endpoint) => ({ prefix: `${endpoint.service.split(".").at(-1)} prefixes`, target: endpoint.id }));
  return [...arrows, ...prefixLists]
    .map((arrow) => ({ ...arrow, known: known.has(arrow.target) }))
    .sort(byName(({ prefix, target }) => `${prefix} ${target}`));
}

/** Whether a table's default route leads to an internet gateway: its subnets are then public. */
export function isPublic({ gateways }: Topology, { routes }: RouteTable): boolean {
  const isGateway = (id: string) => gateways.some((one) => one.id === id && one.kind === "internet-gateway");
  return routes.some(({ destination, target }) => DEFAULTS.includes(destination) && isGateway(target.id));
}

const DEFAULTS = ["0.0.0.0/0", "::/0"];
