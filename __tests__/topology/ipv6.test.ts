import { join } from "node:path";
import { readTopology } from "../../lib/topology";
import { linesOf } from "./in-words";
import { topologyOf, written } from "./written";

const vpc_id = "${aws_vpc.main.id}";
const subnet_id = "${aws_subnet.a.id}";

/** A VPC with a generated IPv6 range and a subnet of it, and what else the resources say. */
function dualStack(resources: Readonly<Record<string, object>> = {}, subnet: object = {}) {
  return topologyOf({
    resource: {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true } },
      aws_subnet: {
        a: {
          vpc_id,
          cidr_block: "10.0.1.0/24",
          ipv6_cidr_block: "${cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 2)}",
          assign_ipv6_address_on_creation: true,
          ...subnet,
        },
      },
      ...resources,
    },
  });
}

const addresses = ({ networkInterfaces }: ReturnType<typeof dualStack>) =>
  Object.fromEntries(networkInterfaces.map(({ name, ipv6Addresses }) => [name, ipv6Addresses]));
const ranges = (topology: ReturnType<typeof dualStack>) => topology.subnets.map(({ ipv6Cidr }) => ipv6Cidr);

test("a VPC with IPv4 alone has no range of IPv6, and nothing in it an address", () => {
  const topology = topologyOf({
    resource: {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { a: { vpc_id, cidr_block: "10.0.1.0/24" } },
      aws_instance: { app: { subnet_id } },
    },
  });
  expect(topology.vpcs[0]).not.toHaveProperty("ipv6Cidrs");
  expect(topology.subnets[0]).not.toHaveProperty("ipv6Cidr");
  expect(topology.networkInterfaces[0]).not.toHaveProperty("ipv6Addresses");
});

test("a range that AWS generates is a placeholder /56 of the documentation's, another one for each VPC", () => {
  const { vpcs } = dualStack({
    aws_vpc: {
      main: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true },
      other: { cidr_block: "10.1.0.0/16", assign_generated_ipv6_cidr_block: true },
      old: { cidr_block: "10.2.0.0/16", assign_generated_ipv6_cidr_block: false },
    },
  });
  expect(vpcs.map(({ name, ipv6Cidrs }) => [name, ipv6Cidrs])).toEqual([
    ["main", ["2001:db8::/56"]],
    ["old", undefined],
    ["other", ["2001:db8:0:100::/56"]],
  ]);
});

test("ranges that are associated later count too", () => {
  const topology = dualStack({
    aws_vpc_ipv6_cidr_block_association: {
      own: { vpc_id, ipv6_cidr_block: "2600:1f14::/56" },
      generated: { vpc_id, assign_generated_ipv6_cidr_block: true },
    },
  });
  expect(topology.vpcs[0]!.ipv6Cidrs).toEqual(["2001:db8::/56", "2001:db8:0:100::/56", "2600:1f14::/56"]);
});

test("a subnet's range is what cidrsubnet makes of the VPC's", () => {
  expect(ranges(dualStack())).toEqual(["2001:db8:0:2::/64"]);
});

test.each([
  ["${element(aws_vpc.main[*].ipv6_cidr_block, 0)}", "2001:db8:0:ff::/64"],
  ["2001:db8:0:7::/64", "2001:db8:0:7::/64"],
])(
  "a subnet's range %s is %s: where Terraform alone can compute it, one of the VPC's last",
  (given, range) => {
    expect(ranges(dualStack({}, { ipv6_cidr_block: given }))).toEqual([range]);
  },
);

test.each([
  ["${cidrsubnet(aws_vpc.main.cidr_block, 8, 7)}", "10.0.7.0/24"],
  ['${cidrsubnet("10.0.0.0/16", 4, 15)}', "10.0.240.0/20"],
  ["${cidrsubnet(cidrsubnet(aws_vpc.main.cidr_block, 2, 1), 6, 3)}", "10.0.67.0/24"],
])("cidrsubnet is of IPv4 as well, and of what it made itself: %s", (cidr_block, range) => {
  expect(dualStack({}, { cidr_block }).subnets[0]!.cidr).toBe(range);
});

test.each([
  ["${cidrsubnet(aws_vpc.main.cidr_block, 8, 256)}", "10.0.0.0/16 has no subnet 256 that is 8 bits longer"],
  ["${cidrsubnet(aws_vpc.main.cidr_block, 17, 0)}", "10.0.0.0/16 has no subnet 0 that is 17 bits longer"],
  ["${cidrsubnet(aws_vpc.main.cidr_block, 8)}", "cidrsubnet takes a range of addresses and two numbers"],
  ['${cidrsubnet("here", 8, 1)}', "cidrsubnet takes a range of addresses and two numbers"],
  ["${cidrhost(aws_vpc.main.cidr_block, 1)}", "only plain references are followed"],
])("a range that is none is named: %s", (cidr_block, why) => {
  const [problem] = dualStack({}, { cidr_block }).notUnderstood;
  expect(problem).toMatchObject({ address: "aws_subnet.a" });
  expect(problem!.why).toContain(why);
});

test("a range that is written wrong is named", () => {
  const [problem] = dualStack({}, { ipv6_cidr_block: "2001:db8::" }).notUnderstood;
  expect(problem!.why).toContain('ipv6_cidr_block "2001:db8::" is not a range of addresses');
});

test("network interfaces that are made in the subnet get addresses of it, NAT gateways none", () => {
  const topology = dualStack({
    aws_instance: { app: { subnet_id }, web: { subnet_id } },
    aws_network_interface: { own: { subnet_id } },
    aws_nat_gateway: { nat: { subnet_id, connectivity_type: "private" } },
  });
  expect(addresses(topology)).toEqual({
    "app-card0": ["2001:db8:0:2::4"],
    "web-card0": ["2001:db8:0:2::5"],
    own: ["2001:db8:0:2::6"],
  });
});

test("addresses that are given are kept, whatever the subnet does, and others go around them", () => {
  const topology = dualStack(
    {
      aws_instance: {
        app: { subnet_id, ipv6_addresses: ["2001:DB8:0:2:0::5"] },
        none: { subnet_id },
        two: { subnet_id, ipv6_address_count: 2 },
      },
    },
    { assign_ipv6_address_on_creation: false },
  );
  expect(addresses(topology)).toEqual({
    "app-card0": ["2001:db8:0:2::5"],
    "none-card0": undefined,
    "two-card0": ["2001:db8:0:2::4", "2001:db8:0:2::6"],
  });
});

test("an address that is not in the subnet is named and not taken", () => {
  const topology = dualStack({ aws_instance: { app: { subnet_id, ipv6_addresses: ["2001:db8::5"] } } });
  expect(topology.notUnderstood).toMatchObject([
    {
      address: "aws_instance.app",
      why: "IPv6 address 2001:db8::5 is not in aws_subnet.a, 2001:db8:0:2::/64",
      may: "nothing",
    },
  ]);
  expect(addresses(topology)).toEqual({ "app-card0": undefined });
});

test("what others say of the ranges is followed: a rule for the VPC's, and a route", () => {
  const topology = dualStack({
    aws_egress_only_internet_gateway: { out: { vpc_id } },
    aws_route_table: {
      a: {
        vpc_id,
        route: [
          { ipv6_cidr_block: "::/0", egress_only_gateway_id: "${aws_egress_only_internet_gateway.out.id}" },
        ],
      },
    },
    aws_security_group: { own: { vpc_id } },
    aws_vpc_security_group_ingress_rule: {
      vpc: {
        security_group_id: "${aws_security_group.own.id}",
        ip_protocol: "icmpv6",
        from_port: 128,
        to_port: 0,
        cidr_ipv6: "${aws_vpc.main.ipv6_cidr_block}",
      },
    },
  });
  expect(linesOf(topology, "table", "group")).toEqual([
    "table a of main ::/0>egress-only-gateway:out",
    "table main-default of main main",
    "group own of main in[icmpv6 128 0 2001:db8::/56] out[]",
    "group main-default of main in[all main-default] out[all 0.0.0.0/0, all ::/0]",
  ]);
});

test("the default network ACL lets IPv6 through where the VPC has it", () => {
  const cidrs = (topology: ReturnType<typeof dualStack>) =>
    topology.networkAcls[0]!.egress.map(({ number, cidr }) => `${number} ${cidr}`);
  expect(cidrs(dualStack())).toEqual(["100 0.0.0.0/0", "101 ::/0"]);
  const ipv4 = { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } };
  expect(cidrs(dualStack(ipv4, { ipv6_cidr_block: null }))).toEqual(["100 0.0.0.0/0"]);
});

test("in a state, addresses are what AWS gave, and what ran before has none", () => {
  const values = (address: string, all: object) => {
    const [type, name] = address.split(".");
    return { address, mode: "managed", type, name, values: all };
  };
  const state = {
    format_version: "1.0",
    values: {
      root_module: {
        resources: [
          values("aws_vpc.main", {
            id: "vpc-1",
            cidr_block: "10.0.0.0/16",
            assign_generated_ipv6_cidr_block: true,
            ipv6_cidr_block: "2a05:d014::/56",
            default_route_table_id: "rtb-1",
            default_security_group_id: "sg-1",
            default_network_acl_id: "acl-1",
          }),
          values("aws_subnet.a", {
            ...{ id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24" },
            ...{ ipv6_cidr_block: "2a05:d014:0:1::/64", assign_ipv6_address_on_creation: true },
          }),
          ...[
            ["new", ["2a05:d014:0:1::abcd"]],
            ["old", []],
          ].map(([name, ipv6_addresses]) =>
            values(`aws_instance.${name}`, {
              ...{ id: `i-${name}`, subnet_id: "subnet-1", private_ip: `10.0.1.${name === "new" ? 7 : 8}` },
              ...{ primary_network_interface_id: `eni-${name}`, ipv6_addresses },
            }),
          ),
        ],
      },
    },
  };
  const topology = readTopology(join(written({ "state.json": state }), "state.json"));
  expect(topology.vpcs[0]!.ipv6Cidrs).toEqual(["2a05:d014::/56"]);
  expect(ranges(topology)).toEqual(["2a05:d014:0:1::/64"]);
  expect(addresses(topology)).toEqual({ "new-card0": ["2a05:d014:0:1::abcd"], "old-card0": undefined });
});
