import { Topology } from "../../lib/topology";
import { written } from "../reachability/networks";
import { ANYTHING, APPS, ASSOCIATIONS, SUBNETS, at, by, byGateway, nat, natGateway, vpc } from "./small-vpc";
import { WAYS_OUT } from "./ways-out";

const ALLOW_ALL = {
  rule_no: 10,
  action: "allow",
  protocol: "-1",
  from_port: 0,
  to_port: 0,
  cidr_block: "0.0.0.0/0",
};
const allow = (protocol: string, from_port: number, to_port: number) => ({
  ...{ ...ALLOW_ALL, rule_no: from_port, protocol, from_port, to_port },
});
const deny = (protocol: string, port: number) => ({
  ...allow(protocol, port, port),
  rule_no: 5,
  action: "deny",
});
const acl = (subnet: string, ingress: readonly object[], egress: readonly object[]) => ({
  ...{ vpc_id: "${aws_vpc.main.id}", subnet_ids: [`\${aws_subnet.${subnet}.id}`], ingress, egress },
});
const icmp = (type: number, code: number) => ({
  ...{ protocol: "icmp", from_port: type, to_port: code, cidr_blocks: ["0.0.0.0/0"] },
});

/** Networks in which no host boots from user data. */
export const SHAPES: Readonly<Record<string, Topology>> = {
  ...WAYS_OUT,
  "a NAT gateway": vpc(byGateway, { ...natGateway, aws_instance: APPS }),
  "a NAT gateway without a public address": vpc(byGateway, {
    aws_nat_gateway: { out: { subnet_id: "${aws_subnet.public.id}", connectivity_type: "private" } },
    aws_instance: APPS,
  }),
  "someone's NAT instance with one network interface": vpc(
    { one: by("nat") },
    { aws_instance: { ...APPS, nat: nat("public") } },
  ),
  "a NAT instance behind another": vpc(
    { one: by("inner"), two: by("outer") },
    { aws_instance: { ...APPS, inner: nat("two"), outer: nat("public") } },
  ),
  "two NAT instances that lead to each other": vpc(
    { one: by("right"), two: by("left") },
    { aws_instance: { ...APPS, left: nat("one"), right: nat("two") } },
  ),
  "someone's NAT instance with two network interfaces": vpc(
    { one: { network_interface_id: "${aws_network_interface.inside.id}" } },
    {
      aws_instance: { ...APPS, nat: at("public", "closed") },
      aws_network_interface: {
        inside: {
          subnet_id: "${aws_subnet.one.id}",
          security_groups: ["${aws_security_group.open.id}"],
          source_dest_check: false,
          attachment: { instance: "${aws_instance.nat.id}", device_index: 1 },
        },
      },
    },
  ),
  "a middlebox between two subnets": vpc(
    { one: by("middle"), two: by("nat") },
    {
      aws_instance: { ...APPS, nat: nat("public"), middle: nat("public") },
      aws_route: {
        there: {
          route_table_id: "${aws_route_table.one.id}",
          destination_cidr_block: "10.0.2.0/24",
          ...by("middle"),
        },
        local: {
          route_table_id: "${aws_route_table.two.id}",
          destination_cidr_block: "10.0.1.0/24",
          gateway_id: "local",
        },
      },
    },
  ),
  "a VPC with a second range": vpc(byGateway, {
    ...natGateway,
    aws_vpc_ipv4_cidr_block_association: {
      more: { vpc_id: "${aws_vpc.main.id}", cidr_block: "100.64.0.0/16" },
    },
    aws_subnet: {
      ...SUBNETS,
      pods: { vpc_id: "${aws_vpc_ipv4_cidr_block_association.more.vpc_id}", cidr_block: "100.64.1.0/24" },
    },
    aws_route_table_association: {
      ...ASSOCIATIONS,
      pods: { subnet_id: "${aws_subnet.pods.id}", route_table_id: "${aws_route_table.one.id}" },
    },
    aws_instance: { ...APPS, pod: at("pods", "open") },
  }),
  "network ACLs": vpc(byGateway, {
    ...natGateway,
    aws_network_acl: {
      public: acl("public", [ALLOW_ALL], [ALLOW_ALL]),
      one: acl("one", [allow("tcp", 1024, 65535)], [allow("tcp", 443, 443), allow("udp", 53, 53)]),
      two: acl("two", [{ ...ALLOW_ALL, rule_no: 20 }, deny("tcp", 443)], [ALLOW_ALL]),
    },
    aws_instance: APPS,
  }),
  "rules for ICMP": vpc(byGateway, {
    ...natGateway,
    aws_security_group: {
      closed: { vpc_id: "${aws_vpc.main.id}", egress: [ANYTHING], ingress: [icmp(-1, -1)] },
      inside: { vpc_id: "${aws_vpc.main.id}", egress: [icmp(8, 0)], ingress: [icmp(8, -1)] },
      open: { vpc_id: "${aws_vpc.main.id}", egress: [ANYTHING], ingress: [icmp(0, 0), icmp(8, 1)] },
    },
    aws_instance: APPS,
  }),
  "two VPCs, each with a way out": written({
    aws_vpc: { east: { cidr_block: "10.1.0.0/16" }, west: { cidr_block: "100.64.128.0/20" } },
    ...eachVpc("aws_internet_gateway", (id) => ({ vpc_id: id })),
    ...eachVpc("aws_subnet", (id, name) => ({
      vpc_id: id,
      cidr_block: name === "east" ? "10.1.1.0/24" : "100.64.129.0/24",
      map_public_ip_on_launch: true,
    })),
    ...eachVpc("aws_default_route_table", (_, name) => ({
      default_route_table_id: `\${aws_vpc.${name}.default_route_table_id}`,
      route: [{ cidr_block: "0.0.0.0/0", gateway_id: `\${aws_internet_gateway.${name}.id}` }],
    })),
    ...eachVpc("aws_security_group", (id) => ({ vpc_id: id, egress: [ANYTHING], ingress: [ANYTHING] })),
    ...eachVpc("aws_instance", (_, name) => at(name, name)),
  }),
};

function eachVpc(type: string, resource: (id: string, name: string) => object): Record<string, object> {
  return {
    [type]: Object.fromEntries(
      ["east", "west"].map((name) => [name, resource(`\${aws_vpc.${name}.id}`, name)]),
    ),
  };
}
