import { RouteTarget, Topology } from "../../lib/topology";
import { MADE_UP } from "./change";
import { APPS, ANYTHING, MAIN, at, byGateway, natGateway, vpc } from "./small-vpc";
import { withIpv6 } from "./with-ipv6";

const ANYTHING_BY_IPV6 = { protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] };
const byIpv6 = (table: string, target: object) => ({
  route_table_id: `\${aws_route_table.${table}.id}`,
  destination_ipv6_cidr_block: "::/0",
  ...target,
});
const egressOnly = { egress_only_gateway_id: "${aws_egress_only_internet_gateway.main.id}" };
const group = (...ingress: object[]) => ({ vpc_id: MAIN, egress: [ANYTHING, ANYTHING_BY_IPV6], ingress });

/** A NAT gateway for IPv4, an egress-only gateway for IPv6. */
export const DUAL_STACK = withIpv6(
  vpc(byGateway, {
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
  }),
);

/** What `ipv6: "egress-only"` is to make of an environment's network. */
export function dualStack(described: Topology): Topology {
  const topology = withIpv6(described);
  const [vpc] = topology.vpcs;
  const gateway = { ...MADE_UP, id: "eigw-1", name: "main", vpcId: vpc!.id };
  const out = { ...MADE_UP, protocol: "all", peer: { kind: "cidr", cidr: "::/0" } } as const;
  return withDefault(
    {
      ...topology,
      gateways: [...topology.gateways, { ...gateway, kind: "egress-only-gateway" }],
      securityGroups: topology.securityGroups.map((group) => ({ ...group, egress: [...group.egress, out] })),
    },
    { kind: "egress-only-gateway", id: gateway.id },
  );
}

/** With a route for IPv6 beside each default route: to the internet gateway where that one leads there, or to `target`. */
export function withDefault(topology: Topology, target: RouteTarget): Topology {
  return {
    ...topology,
    routeTables: topology.routeTables.map((table) => ({
      ...table,
      routes: [
        ...table.routes.filter(({ destination }) => destination !== "::/0"),
        ...table.routes
          .filter(({ destination }) => destination === "0.0.0.0/0")
          .map((route) => ({
            ...route,
            destination: "::/0",
            target: route.target.kind === "internet-gateway" ? route.target : target,
          })),
      ],
    })),
  };
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
