import { RouteTarget, Topology } from "../../lib/topology";
import { MADE_UP } from "./change";
import { APPS, ANYTHING, MAIN, SUBNETS, at, byGateway, ipv6, natGateway, vpc } from "./small-vpc";

const ANYTHING_BY_IPV6 = { protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] };
const byIpv6 = (table: string, target: object) => ({
  route_table_id: `\${aws_route_table.${table}.id}`,
  destination_ipv6_cidr_block: "::/0",
  ...target,
});
const egressOnly = { egress_only_gateway_id: "${aws_egress_only_internet_gateway.main.id}" };
const group = (...ingress: object[]) => ({ vpc_id: MAIN, egress: [ANYTHING, ANYTHING_BY_IPV6], ingress });

/** A NAT gateway for IPv4, an egress-only gateway for IPv6. */
export const DUAL_STACK = vpc(byGateway, {
  ...ipv6(SUBNETS),
  ...natGateway,
  aws_egress_only_internet_gateway: { main: { vpc_id: MAIN } },
  aws_route: {
    public: byIpv6("public", { gateway_id: "${aws_internet_gateway.main.id}" }),
    one: byIpv6("one", egressOnly),
    two: byIpv6("two", egressOnly),
  },
  aws_security_group: {
    closed: group(),
    inside: group({ protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: ["10.0.0.0/8"] }),
    open: group(ANYTHING, ANYTHING_BY_IPV6),
  },
  aws_instance: { ...APPS, app_open: at("one", "open") },
});

/** With the private subnets' IPv6 led to `target` in place of the egress-only gateway. */
export function withEgressBy(topology: Topology, target: RouteTarget): Topology {
  const routeTables = topology.routeTables.map((table) => ({
    ...table,
    routes: table.routes.map((route) =>
      route.target.kind === "egress-only-gateway" ? { ...route, target } : route,
    ),
  }));
  return { ...topology, routeTables };
}

/** With every security group open to all by IPv6. */
export function open(topology: Topology): Topology {
  const anyone = { ...MADE_UP, protocol: "all", peer: { kind: "cidr", cidr: "::/0" } } as const;
  const securityGroups = topology.securityGroups.map((group) => ({
    ...group,
    ingress: [...group.ingress, anyone],
  }));
  return { ...topology, securityGroups };
}
