import { Topology } from "../../lib/topology";
import { written } from "../reachability/networks";

export const ANYTHING = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };
export const HTTPS_INSIDE = { protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: ["10.0.0.0/8"] };

export const MAIN = "${aws_vpc.main.id}";

export const subnet = (cidr_block: string) => ({ vpc_id: MAIN, cidr_block });
export const associated = (name: string) => ({
  subnet_id: `\${aws_subnet.${name}.id}`,
  route_table_id: `\${aws_route_table.${name}.id}`,
});

export const SUBNETS = {
  public: { ...subnet("10.0.0.0/24"), map_public_ip_on_launch: true },
  one: subnet("10.0.1.0/24"),
  two: subnet("10.0.2.0/24"),
};
export const ASSOCIATIONS = { public: associated("public"), one: associated("one"), two: associated("two") };

/** What gives the VPC and its subnets IPv6, as `aws_vpc` and `aws_subnet`; each subnet's /64 is the one of that number. */
export function ipv6(subnets: Readonly<Record<string, object>>) {
  return {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true } },
    aws_subnet: Object.fromEntries(
      Object.entries(subnets).map(([name, subnet], number) => [
        name,
        {
          ...subnet,
          ipv6_cidr_block: `\${cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, ${number})}`,
          assign_ipv6_address_on_creation: true,
        },
      ]),
    ),
  };
}

/** A VPC with a public subnet and two private ones, where their default routes lead, and what else there is. */
export function vpc({ one, two = one }: Ways, resources: Readonly<Record<string, object>>): Topology {
  return written({
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { main: { vpc_id: MAIN } },
    aws_subnet: SUBNETS,
    aws_route_table: {
      public: {
        vpc_id: MAIN,
        route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.main.id}" }],
      },
      one: { vpc_id: MAIN, route: one ? [{ cidr_block: "0.0.0.0/0", ...one }] : [] },
      two: { vpc_id: MAIN, route: two ? [{ cidr_block: "0.0.0.0/0", ...two }] : [] },
    },
    aws_route_table_association: ASSOCIATIONS,
    aws_security_group: {
      closed: { vpc_id: MAIN, egress: [ANYTHING] },
      inside: { vpc_id: MAIN, egress: [ANYTHING], ingress: [HTTPS_INSIDE] },
      open: { vpc_id: MAIN, egress: [ANYTHING], ingress: [ANYTHING] },
    },
    ...resources,
  });
}

/** The targets of the private subnets' default routes; none has no such route. */
export interface Ways {
  readonly one?: object;
  readonly two?: object;
}

export const byGateway = { one: { nat_gateway_id: "${aws_nat_gateway.out.id}" } };
export const by = (instance: string) => ({
  network_interface_id: `\${aws_instance.${instance}.primary_network_interface_id}`,
});

export const at = (subnet: string, group: string) => ({
  subnet_id: `\${aws_subnet.${subnet}.id}`,
  vpc_security_group_ids: [`\${aws_security_group.${group}.id}`],
});

/** A NAT instance with one network interface. */
export const nat = (subnet: string) => ({ ...at(subnet, "open"), source_dest_check: false });

export const APPS = { app_one: at("one", "closed"), app_two: at("two", "inside"), web: at("public", "open") };

/** A zonal NAT gateway, and the Elastic IP of that name. */
export const zonalGateway = (subnet: string, name: string) => ({
  subnet_id: `\${aws_subnet.${subnet}.id}`,
  allocation_id: `\${aws_eip.${name}.allocation_id}`,
});

export const natGateway = {
  aws_eip: { out: { domain: "vpc" } },
  aws_nat_gateway: { out: zonalGateway("public", "out") },
};
