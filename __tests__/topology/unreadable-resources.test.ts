import { readTopology } from "../../lib/topology";
import { lineOf, problemsOf } from "./line-of";
import { topologyOf, withSubnet, written } from "./written";

const instance = (values: object) =>
  withSubnet({ aws_instance: { host: { subnet_id: "${aws_subnet.a.id}", ...values } } });
const group = (values: object) =>
  withSubnet({ aws_security_group: { web: { vpc_id: "${aws_vpc.main.id}", ...values } } });
const route = (values: object) =>
  withSubnet({
    aws_route_table: { t: { vpc_id: "${aws_vpc.main.id}" } },
    aws_route: { out: { route_table_id: "${aws_route_table.t.id}", ...values } },
  });
const rule = { from_port: 443, to_port: 443, protocol: "tcp" };

describe("resources that cannot be read", () => {
  const networkInterface = (values: object) => ({ subnet_id: "${aws_subnet.a.id}", ...values });
  const GIVE = "which Terraform alone expands; give the plan or the state: terraform show -json";
  test.each<[string, object, string]>([
    ["count", instance({ count: 2 }), `aws_instance.host: has count, ${GIVE}`],
    ["for_each", instance({ for_each: { a: 1 } }), `aws_instance.host: has for_each, ${GIVE}`],
    [
      "dynamic blocks",
      group({ dynamic: { ingress: {} } }),
      `aws_security_group.web: has dynamic ingress blocks, ${GIVE}`,
    ],
    ["a missing argument", withSubnet({ aws_instance: { host: {} } }), "aws_instance.host: has no subnet_id"],
    [
      "an id from elsewhere",
      withSubnet({ aws_instance: { host: { subnet_id: "subnet-12" } } }),
      "aws_instance.host: its subnet_id, subnet-12, is not part of what was read",
    ],
    [
      "a security group from elsewhere",
      instance({ vpc_security_group_ids: ["sg-12"] }),
      "aws_instance.host: its security group sg-12 was not read",
    ],
    [
      "a table that no VPC came with",
      withSubnet({ aws_default_route_table: { t: { default_route_table_id: "rtb-12" } } }),
      "aws_default_route_table.t: its default_route_table_id, rtb-12, is not part of what was read",
    ],
    [
      "a main table from elsewhere",
      withSubnet({
        aws_main_route_table_association: { m: { vpc_id: "${aws_vpc.main.id}", route_table_id: "rtb-12" } },
      }),
      "aws_vpc.main: its main route table was not read",
    ],
    [
      "an association of an Elastic IP from elsewhere",
      withSubnet({ aws_eip_association: { x: { public_ip: "192.0.2.1" } } }),
      "aws_eip_association.x: its allocation_id, address 192.0.2.1, is not part of what was read",
    ],
    [
      "an Elastic IP for a network interface from elsewhere",
      withSubnet({ aws_eip: { x: { network_interface: "eni-12" } } }),
      "aws_eip.x: its network_interface, eni-12, is not part of what was read",
    ],
    [
      "a prefix list in an inline rule",
      group({ egress: { ...rule, prefix_list_ids: ["pl-12"] } }),
      "aws_security_group.web: has a rule for the prefix list pl-12, whose ranges were not read",
    ],
    [
      "a prefix list in a rule of its own",
      withSubnet({
        aws_vpc_security_group_egress_rule: {
          s3: {
            security_group_id: "${aws_vpc.main.default_security_group_id}",
            ip_protocol: "-1",
            prefix_list_id: "pl-12",
          },
        },
      }),
      "aws_vpc_security_group_egress_rule.s3: has a rule for the prefix list pl-12, whose ranges were not read",
    ],
    [
      "a prefix list in a route",
      route({ destination_prefix_list_id: "pl-12", gateway_id: "igw-12" }),
      "aws_route.out: routes to the prefix list pl-12, whose ranges were not read",
    ],
    [
      "a route without a destination",
      route({ gateway_id: "igw-12" }),
      "aws_route.out: has a route without destination_cidr_block or destination_ipv6_cidr_block",
    ],
    [
      "a route without a target",
      route({ destination_cidr_block: "0.0.0.0/0" }),
      "aws_route.out: has a route to 0.0.0.0/0 that leads nowhere",
    ],
    [
      "two routes to one destination",
      withSubnet({
        aws_route: Object.fromEntries(
          ["a", "b"].map((name) => [
            name,
            {
              route_table_id: "${aws_vpc.main.default_route_table_id}",
              destination_cidr_block: "0.0.0.0/0",
              gateway_id: "igw-12",
            },
          ]),
        ),
      }),
      "aws_route.b: routes 0.0.0.0/0 in the same table as web: aws_route.a",
    ],
    ["a rule without a peer", group({ ingress: rule }), "aws_security_group.web: has a rule without a peer"],
    [
      "a range that is none",
      group({ ingress: { ...rule, cidr_blocks: ["10.0.0.0"] } }),
      'aws_security_group.web: cidr_blocks "10.0.0.0" is not a range of addresses',
    ],
    [
      "a VPC without an IPv4 range",
      withSubnet({
        aws_vpc: { main: { cidr_block: "10.0.0.0/16" }, pool: { ipv4_ipam_pool_id: "ipam-pool-12" } },
      }),
      "aws_vpc.pool: has no IPv4 cidr_block",
    ],
    [
      "a direction that is none",
      withSubnet({
        aws_security_group_rule: {
          x: {
            ...rule,
            type: "in",
            security_group_id: "${aws_vpc.main.default_security_group_id}",
            self: true,
          },
        },
      }),
      'aws_security_group_rule.x: type "in" is neither ingress nor egress',
    ],
    [
      "a flag that is none",
      instance({ source_dest_check: "no" }),
      "aws_instance.host: source_dest_check is neither true nor false",
    ],
    [
      "a port that is none",
      group({ ingress: { ...rule, from_port: "https", self: true } }),
      "aws_security_group.web: from_port is no whole number",
    ],
    [
      "a list that is none",
      instance({ vpc_security_group_ids: "sg-12" }),
      "aws_instance.host: vpc_security_group_ids is not a list",
    ],
    ["a text that is none", instance({ private_ip: ["a"] }), "aws_instance.host: private_ip is not a text"],
    [
      "two network interfaces with one number",
      withSubnet({
        aws_instance: { host: networkInterface({}) },
        aws_network_interface: Object.fromEntries(
          ["x", "y"].map((name) => [
            name,
            networkInterface({ attachment: { instance: "${aws_instance.host.id}", device_index: 1 } }),
          ]),
        ),
      }),
      "aws_network_interface.y: another network interface is number 1 on that instance already",
    ],
  ])("%s", (_, content, line) => {
    expect(problemsOf(topologyOf(content))).toContain(`web: ${line}`);
  });

  test("the same address in two files", () => {
    const file = withSubnet({});
    expect(lineOf(() => readTopology(written({ "a.tf.json": file, "b.tf.json": file })))).toBe(
      "web: aws_vpc.main: is declared again in b.tf.json",
    );
  });
});

test("an inline rule that cannot be read touches its group alone", () => {
  const { securityGroups, notUnderstood } = topologyOf(
    group({ ingress: [{ ...rule, cidr_blocks: ["any"] }] }),
  );
  const { id } = securityGroups.find(({ name }) => name === "web")!;
  expect(notUnderstood).toMatchObject([{ touches: [id], may: "open" }]);
});
