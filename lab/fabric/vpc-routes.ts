import { Route } from "../../lib/topology";
import { holds } from "../../lib/net/ranges";
import { EGRESS_ONLY_GATEWAY, Fabric, FabricInterface, FabricVpc, INTERNET_GATEWAY } from "./fabric";
import { Family, addressesOf, isOf, subnetRange, vpcRanges } from "./families";
import { IPV6_LINK, gatewayLink } from "./internet";
import { markOf } from "./nft";

/** The first of the numbers that Linux is given for AWS's route tables, and for their routes inside the VPC. */
const FIRST_TABLE = { outward: 1000, inward: 2000, returns: 3000 };

/** The length of an address, as a range. */
const HOST_LENGTH = { ip: 32, ip6: 128 };

/**
 * What `ip -batch` makes a router of. What stays in a subnet is delivered; then come the routes of the sender's table
 * that are as long as the local one or longer, the local one, and the table's others.
 */
export function vpcRoutes({ topology }: Fabric, fabricVpc: FabricVpc, family: Family): string[] {
  const { vpc, networkInterfaces } = fabricVpc;
  const tables = topology.routeTables.filter(({ vpcId }) => vpcId === vpc.id);
  const numberOf = (first: number, id: string) => first + tables.findIndex((table) => table.id === id);
  const ranges = vpcRanges(family, vpc);
  return [
    "rule flush",
    ...(family === "ip" ? networkInterfaces.filter(({ balances }) => balances).flatMap(returnsTo) : []),
    ...networkInterfaces.flatMap(({ link, subnet }) => {
      const range = subnetRange(family, subnet);
      return range === undefined ? [] : [`rule add pref 80 iif ${link} to ${range} lookup main`];
    }),
    ...networkInterfaces.map(
      ({ link, subnet }) =>
        `rule add pref 90 iif ${link} lookup ${numberOf(FIRST_TABLE.inward, subnet.routeTableId)}`,
    ),
    "rule add pref 100 lookup main",
    ...networkInterfaces.flatMap((own) =>
      addressesOf(family, own).map(
        (address) => `route replace ${address}/${HOST_LENGTH[family]} dev ${own.link} scope link`,
      ),
    ),
    ...ranges.map((range) => `route replace blackhole ${range} metric 4096`),
    ...(family === "ip" ? ["route replace blackhole 169.254.0.0/16"] : []),
    ...networkInterfaces.map(
      ({ link, subnet }) =>
        `rule add pref 200 iif ${link} lookup ${numberOf(FIRST_TABLE.outward, subnet.routeTableId)}`,
    ),
    ...tables.flatMap(({ id, routes }) => {
      const followed = routes.filter(({ destination }) => isOf(family, destination));
      const inward = followed.filter(({ destination }) => ranges.some((range) => holds(range, destination)));
      const outward = followed.filter((route) => !inward.includes(route));
      return [
        // What is in no route of the table goes on to the next rule.
        ...tableOf(numberOf(FIRST_TABLE.inward, id), "throw", inward, fabricVpc, family),
        // AWS says nothing to a packet that no route is for.
        ...tableOf(numberOf(FIRST_TABLE.outward, id), "blackhole", outward, fabricVpc, family),
      ];
    }),
  ];
}

/** What is marked as a reply to what a load balancer passed on is handed to it. */
function returnsTo({ link, privateIp }: FabricInterface, index: number): string[] {
  const table = FIRST_TABLE.returns + index;
  return [
    `route replace table ${table} default via ${privateIp} dev ${link} onlink`,
    `rule add pref 70 fwmark ${markOf(privateIp)} lookup ${table}`,
  ];
}

/** A table with its last route first, because an empty one cannot be flushed. */
function tableOf(
  number: number,
  otherwise: string,
  routes: readonly Route[],
  fabricVpc: FabricVpc,
  family: Family,
): string[] {
  const last = `route replace table ${number} ${otherwise} default metric 4096`;
  const all = routes.map((route) => `route replace table ${number} ${routeOf(route, fabricVpc, family)}`);
  return [last, `route flush table ${number}`, last, ...all];
}

function routeOf({ destination, target }: Route, fabricVpc: FabricVpc, family: Family): string {
  if (target.kind === "local") return `throw ${destination}`;
  const way = wayTo(target, fabricVpc, family);
  return way === undefined ? `blackhole ${destination}` : `${destination} ${way} onlink`;
}

function wayTo(
  { kind, id }: Route["target"],
  { index, networkInterfaces, hasInternetGateway, hasEgressOnlyGateway }: FabricVpc,
  family: Family,
): string | undefined {
  if (kind === "internet-gateway" && hasInternetGateway) {
    const next = family === "ip" ? gatewayLink(index).internet : IPV6_LINK.internet;
    return `via ${next} dev ${INTERNET_GATEWAY}`;
  }
  if (kind === "egress-only-gateway" && hasEgressOnlyGateway && family === "ip6") {
    return `via ${IPV6_LINK.internet} dev ${EGRESS_ONLY_GATEWAY}`;
  }
  const networkInterface = networkInterfaces.find((own) => own.id === id);
  const [address] = networkInterface ? addressesOf(family, networkInterface) : [];
  return address && `via ${address} dev ${networkInterface!.link}`;
}
