import { Topology } from "../../lib/topology";
import { ANYTHING, small, subnet } from "./small";

export const vpc_id = "${aws_vpc.main.id}";
export const OVER_IPV6 = { family: "ipv6" } as const;
export const EVERYTHING = { ...ANYTHING, ipv6_cidr_blocks: ["::/0"] };
export const EGRESS_ONLY = { egress_only_gateway_id: "${aws_egress_only_internet_gateway.out.id}" };

export const dual = (cidr: string, number: number) => ({
  ...subnet(cidr),
  ipv6_cidr_block: `\${cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, ${number})}`,
  assign_ipv6_address_on_creation: true,
});

export const ipv6Route = (table: string, target: object, destination_ipv6_cidr_block = "::/0") => ({
  ...{ route_table_id: `\${aws_route_table.${table}.id}`, destination_ipv6_cidr_block },
  ...target,
});

export const VPC = {
  aws_vpc: { main: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true } },
  aws_egress_only_internet_gateway: { out: { vpc_id } },
  aws_subnet: {
    public: { ...dual("10.0.1.0/24", 1), map_public_ip_on_launch: true },
    private: dual("10.0.2.0/24", 2),
  },
  aws_security_group: { open: { vpc_id, egress: [EVERYTHING], ingress: [EVERYTHING] } },
};
export const ROUTES = {
  public_ipv6: ipv6Route("public", { gateway_id: "${aws_internet_gateway.main.id}" }),
  private_ipv6: ipv6Route("private", EGRESS_ONLY),
};

/** The small network with IPv6: the public subnet by the internet gateway, the private one by an egress-only one. */
export function dualStack(more: Readonly<Record<string, object>> = {}) {
  return small({ ...VPC, ...more, aws_route: { ...ROUTES, ...more["aws_route"] } });
}

export const addressOf = (topology: Topology, name: string) =>
  topology.networkInterfaces.find((one) => one.name === `${name}-card0`)!.ipv6Addresses![0]!;
