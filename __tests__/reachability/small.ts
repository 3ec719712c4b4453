import { Explanation, Question, explain } from "../../lib/reachability";
import { Topology } from "../../lib/topology";
import { written } from "./networks";

export const ANYTHING = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };

const MAIN = "${aws_vpc.main.id}";

/** A range as a subnet of the VPC. */
export const subnet = (cidr_block: string) => ({ vpc_id: MAIN, cidr_block });

/** An instance that everyone may reach, in a subnet. */
export const host = (name: string) => ({
  subnet_id: `\${aws_subnet.${name}.id}`,
  vpc_security_group_ids: ["${aws_security_group.open.id}"],
});

/** A route of a subnet's table. */
export const route = (table: string, destination_cidr_block: string, target: object) => ({
  route_table_id: `\${aws_route_table.${table}.id}`,
  destination_cidr_block,
  ...target,
});

export const INTERNET_GATEWAY = { gateway_id: "${aws_internet_gateway.main.id}" };

/** To an instance's network interface. */
export const by = (instance: string) => ({
  network_interface_id: `\${aws_instance.${instance}.primary_network_interface_id}`,
});

/**
 * A VPC as others write it in Terraform: a public subnet with the instances `web` and `nat`, and a private one with `app`,
 * whose default route leads to `nat`. Whatever is given is added, and replaces what is of the same type and name.
 */
export function small(more: Readonly<Record<string, object>> = {}): Topology {
  const base: Record<string, object> = {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { main: { vpc_id: MAIN } },
    aws_subnet: {
      public: { ...subnet("10.0.1.0/24"), map_public_ip_on_launch: true },
      private: subnet("10.0.2.0/24"),
    },
    aws_route_table: { public: { vpc_id: MAIN }, private: { vpc_id: MAIN } },
    aws_route_table_association: Object.fromEntries(
      ["public", "private"].map((name) => [
        name,
        { subnet_id: `\${aws_subnet.${name}.id}`, route_table_id: `\${aws_route_table.${name}.id}` },
      ]),
    ),
    aws_route: {
      public: route("public", "0.0.0.0/0", INTERNET_GATEWAY),
      private: route("private", "0.0.0.0/0", by("nat")),
    },
    aws_security_group: { open: { vpc_id: MAIN, egress: [ANYTHING], ingress: [ANYTHING] } },
    aws_instance: {
      web: host("public"),
      nat: { ...host("public"), source_dest_check: false },
      app: host("private"),
    },
  };
  const types = new Set([...Object.keys(base), ...Object.keys(more)]);
  return written(Object.fromEntries([...types].map((type) => [type, { ...base[type], ...more[type] }])));
}

/** `reachable`, the code of what stops the packet, or what the verdict hangs on. */
export function answer(
  topology: Topology,
  from: string,
  to: string,
  service: Partial<Question> = {},
): string {
  const { verdict, blocker, missing } = explain(topology, { from, to, ...service });
  if (verdict === "not decided") return missing.map(({ name, why }) => `${name} ${why}`).join("; ");
  return blocker?.code ?? verdict;
}

/** The names of what a request passes. */
export function way({ request }: Explanation): string[] {
  return request.map(({ name }) => name);
}
