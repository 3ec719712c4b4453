import { Values, resourcesOf } from "../terraform-json/plan-json";
import { Route, RouteTarget, Topology } from "../topology";
import { PlannedStack, nameOf, stateOf } from "./planned";

/** A private default route that leads elsewhere than home at this moment, because its NAT host was lost. */
export interface OnFailover {
  /** `routes/aws_route.private_b_default` */
  readonly resource: string;
  /** The route table's name: `private_b`, or the id of one that existed before. */
  readonly table: string;
  /** Who has taken over: `nat-c`. */
  readonly to: string;
  /** `2026-01-02T03:04:05Z` */
  readonly since: string;
}

/** What a failover has moved, as it has recorded it, where the route is still there. */
export function onFailover(stacks: readonly PlannedStack[]): OnFailover[] {
  return stacks.flatMap((stack) => {
    const routes = stateOf([stack]).filter(({ type }) => type === "aws_route");
    const read = resourcesOf(stack.plan.prior_state?.values?.root_module);
    const records = read.filter(({ type }) => type === "aws_ssm_parameters_by_path").flatMap(recordsIn);
    return records.flatMap(({ table, to, name, since }) => {
      const route = routes.find(
        ({ address, values }) =>
          address === `aws_route.${table}_default` &&
          [values["network_interface_id"], values["nat_gateway_id"]].includes(to),
      );
      return route ? [{ resource: nameOf(route), table, to: name, since }] : [];
    });
  });
}

/** A network in which nobody knows of a failover, with the routes where it has led them: plans leave them there. */
export function withFailovers(topology: Topology, moved: readonly OnFailover[]): Topology {
  const routeTables = topology.routeTables.map((table) => ({
    ...table,
    routes: table.routes.map((route) => {
      const away = moved.find(({ resource }) => resource === nameOf(route));
      return away ? { ...route, target: wayTo(topology, away.to, route) ?? route.target } : route;
    }),
  }));
  return { ...topology, routeTables };
}

/** Of what may take over from a route's home, what has this name: a NAT host, or else the one gateway. */
function wayTo(
  { failovers = [], instances }: Topology,
  name: string,
  { target }: Route,
): RouteTarget | undefined {
  const { others = [] } = failovers.find(({ networkInterfaceId }) => networkInterfaceId === target.id) ?? {};
  const host = instances.find((each) => each.name === name);
  return others.find(({ kind, id }) =>
    host ? host.networkInterfaceIds.includes(id) : kind === "nat-gateway",
  );
}

interface MoveRecord {
  readonly table: string;
  readonly to: string;
  readonly name: string;
  readonly since: string;
}

/** As the failover's state machine writes them (`move-routes.asl.json`); a route that is home has no name in its record. */
function recordsIn({ values }: { readonly values: Values }): MoveRecord[] {
  const names = (values["names"] ?? []) as readonly string[];
  const texts = (values["values"] ?? []) as readonly string[];
  return names.flatMap((parameter, index) => {
    const { to, name, since } = JSON.parse(texts[index]!) as Partial<MoveRecord>;
    if (to === undefined || name === undefined || since === undefined) return [];
    return [{ table: parameter.split("/").at(-1)!, to, name, since }];
  });
}
