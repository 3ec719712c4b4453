import { isInside } from "../../lib/reachability/network";
import { RouteTable } from "../../lib/topology";
import { Card, Fabric, FabricVpc, INTERNET_GATEWAY } from "./fabric";
import { gatewayLink } from "./internet";

/** The first of the numbers that Linux is given for AWS's route tables. */
const FIRST_TABLE = 1000;

/** What `ip -batch` makes a router of: the local routes first, then the table of the subnet that a packet is from. */
export function vpcRoutes({ topology }: Fabric, fabricVpc: FabricVpc): string[] {
  const { vpc, cards } = fabricVpc;
  const tables = topology.routeTables.filter(({ vpcId }) => vpcId === vpc.id);
  const numberOf = (id: string) => FIRST_TABLE + tables.findIndex((table) => table.id === id);
  return [
    "rule flush",
    // The local route comes before any other, whatever its length.
    "rule add pref 100 lookup main",
    ...cards.map(({ privateIp, link }) => `route replace ${privateIp}/32 dev ${link} scope link`),
    `route replace blackhole ${vpc.cidr} metric 4096`,
    "route replace blackhole 169.254.0.0/16",
    ...cards.map(
      ({ link, subnet }) => `rule add pref 200 iif ${link} lookup ${numberOf(subnet.routeTableId)}`,
    ),
    ...tables.flatMap((table) => {
      // AWS says nothing to a packet that no route is for. It comes first, because an empty table cannot be flushed.
      const last = `route replace table ${numberOf(table.id)} blackhole default metric 4096`;
      const routes = routesOf(table, fabricVpc).map(
        (route) => `route replace table ${numberOf(table.id)} ${route}`,
      );
      return [last, `route flush table ${numberOf(table.id)}`, last, ...routes];
    }),
  ];
}

function routesOf({ routes }: RouteTable, { vpc, index, cards, hasInternetGateway }: FabricVpc): string[] {
  return routes
    .filter(
      ({ destination }) => !destination.includes(":") && !isInside(destination.split("/")[0]!, vpc.cidr),
    )
    .map(({ destination, target }) => {
      if (target.kind === "internet-gateway" && hasInternetGateway) {
        return `${destination} via ${gatewayLink(index).internet} dev ${INTERNET_GATEWAY} onlink`;
      }
      const card = cards.find(({ id }) => id === target.id);
      return card ? `${destination} ${through(card)}` : `blackhole ${destination}`;
    });
}

function through({ privateIp, link }: Card): string {
  return `via ${privateIp} dev ${link} onlink`;
}
