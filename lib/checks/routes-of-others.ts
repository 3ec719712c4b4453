import { Values } from "../terraform-json/plan-json";
import { Changed, StackResource } from "./planned";

/** What a route leads to, by the provider's arguments. */
const TARGETS = [
  "nat_gateway_id",
  "network_interface_id",
  "gateway_id",
  "transit_gateway_id",
  "vpc_endpoint_id",
  "vpc_peering_connection_id",
];

/**
 * What a route leads to, by its id; undefined for what is known after the apply only.
 *
 * @param before the same route's values until now: the provider keeps the old target beside the new one
 */
export function routeTarget(values: Values, before: Values = {}): string | undefined {
  const given = TARGETS.map((name) => [values[name], before[name]] as const).filter(([target]) => target);
  const [target] = given.find(([value, old]) => value !== old) ?? given[0] ?? [];
  return typeof target === "string" ? target : undefined;
}

/** Whether it is a default route, by IPv4 or IPv6. */
export function isDefaultRoute({ type, values }: Pick<StackResource, "type" | "values">): boolean {
  const { destination_cidr_block: range, destination_ipv6_cidr_block: ipv6Range } = values;
  return type === "aws_route" && (range === "0.0.0.0/0" || ipv6Range === "::/0");
}

/**
 * The default routes of route tables that no stack has made, and that a plan takes away: it destroys or replaces them, or
 * has terraform forget one that still leads to what the stacks have made.
 *
 * @param now what the stacks have
 */
export function routesOfOthersLost(changes: readonly Changed[], now: readonly StackResource[]): Changed[] {
  const made = now.map(({ values }) => values["id"]);
  return changes
    .filter((change) => isDefaultRoute(change) && !made.includes(change.values["route_table_id"]))
    .filter(
      ({ kind, values }) =>
        kind === "destroy" || kind === "replace" || (kind === "forget" && made.includes(routeTarget(values))),
    );
}
