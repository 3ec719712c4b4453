import { isInsideAny } from "../../lib/net/ranges";
import { Route } from "../../lib/topology";
import { FabricInterface, Fabric, FabricVpc, INTERNET_GATEWAY } from "./fabric";
import { gatewayLink } from "./internet";

/** The first of the numbers that Linux is given for AWS's route tables, and for their routes inside the VPC. */
const FIRST_TABLE = { outward: 1000, inward: 2000 };

/**
 * What `ip -batch` makes a router of. What stays in a subnet is delivered; then come the routes of the sender's table
 * that are as long as the local one or longer, the local one, and the table's others.
 */
export function vpcRoutes({ topology }: Fabric, fabricVpc: FabricVpc): string[] {
  const { vpc, networkInterfaces } = fabricVpc;
  const tables = topology.routeTables.filter(({ vpcId }) => vpcId === vpc.id);
  const numberOf = (first: number, id: string) => first + tables.findIndex((table) => table.id === id);
  return [
    "rule flush",
    ...networkInterfaces.map(
      ({ link, subnet }) => `rule add pref 80 iif ${link} to ${subnet.cidr} lookup main`,
    ),
    ...networkInterfaces.map(
      ({ link, subnet }) =>
        `rule add pref 90 iif ${link} lookup ${numberOf(FIRST_TABLE.inward, subnet.routeTableId)}`,
    ),
    "rule add pref 100 lookup main",
    ...networkInterfaces.map(({ privateIp, link }) => `route replace ${privateIp}/32 dev ${link} scope link`),
    ...vpc.cidrs.map((range) => `route replace blackhole ${range} metric 4096`),
    "route replace blackhole 169.254.0.0/16",
    ...networkInterfaces.map(
      ({ link, subnet }) =>
        `rule add pref 200 iif ${link} lookup ${numberOf(FIRST_TABLE.outward, subnet.routeTableId)}`,
    ),
    ...tables.flatMap(({ id, routes }) => {
      const followed = routes.filter(({ destination }) => isIpv4(destination));
      const inward = followed.filter(({ destination }) => isInsideAny(vpc.cidrs, destination));
      const outward = followed.filter((route) => !inward.includes(route));
      return [
        // What is in no route of the table goes on to the next rule.
        ...tableOf(numberOf(FIRST_TABLE.inward, id), "throw", inward, fabricVpc),
        // AWS says nothing to a packet that no route is for.
        ...tableOf(numberOf(FIRST_TABLE.outward, id), "blackhole", outward, fabricVpc),
      ];
    }),
  ];
}

/** Prefix lists that were not read have no range, and the lab carries no IPv6. */
function isIpv4(destination: string): boolean {
  return destination.includes(".");
}

/** A table with its last route first, because an empty one cannot be flushed. */
function tableOf(
  number: number,
  otherwise: string,
  routes: readonly Route[],
  fabricVpc: FabricVpc,
): string[] {
  const last = `route replace table ${number} ${otherwise} default metric 4096`;
  const all = routes.map((route) => `route replace table ${number} ${routeOf(route, fabricVpc)}`);
  return [last, `route flush table ${number}`, last, ...all];
}

function routeOf(
  { destination, target }: Route,
  { index, networkInterfaces, hasInternetGateway }: FabricVpc,
): string {
  if (target.kind === "local") return `throw ${destination}`;
  if (target.kind === "internet-gateway" && hasInternetGateway) {
    return `${destination} via ${gatewayLink(index).internet} dev ${INTERNET_GATEWAY} onlink`;
  }
  const networkInterface = networkInterfaces.find(({ id }) => id === target.id);
  return networkInterface ? `${destination} ${through(networkInterface)}` : `blackhole ${destination}`;
}

function through({ privateIp, link }: FabricInterface): string {
  return `via ${privateIp} dev ${link} onlink`;
}
