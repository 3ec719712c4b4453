import { Topology } from "../lib/topology";
import { existsAlready } from "../lib/topology/existing";

/** NAT64's well-known prefix (RFC 6052). */
const NAT64 = "64:ff9b::/96";

/** What a topology has and the lab does not build, a sentence each. */
export function leftOut({ endpoints, routeTables }: Topology): string[] {
  const services = endpoints.filter(({ kind }) => kind === "gateway").map(({ name }) => name);
  const routes = routeTables.flatMap((table) =>
    table.routes.map((route) => ({ ...route, table: table.name, isOthers: existsAlready(table) })),
  );
  const nat64 = routes.filter(
    ({ destination, target }) => destination === NAT64 && target.kind === "nat-gateway",
  );
  const elsewhere = routes.flatMap(({ destination, target, table, isOthers }) => {
    if (target.kind !== "other" && target.kind !== "unknown") return [];
    const what = isOthers ? `${target.what} ${target.id}, which is not this project's,` : `a ${target.what}`;
    return [`the route of ${table} that leads ${destination} to ${what} leads nowhere here`];
  });
  return [
    ...(services.length === 0
      ? []
      : [
          `the gateway endpoints ${services.join(", ")} lead nowhere here: there is no S3 or DynamoDB behind them`,
        ]),
    ...nat64.map(
      ({ table }) => `the NAT gateway of ${table} translates IPv4 alone here, not ${NAT64} (NAT64)`,
    ),
    ...elsewhere,
  ];
}
