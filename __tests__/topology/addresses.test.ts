import { readTopology } from "../../lib/topology";
import { problemsOf } from "./line-of";
import { topologyOf, withSubnet, written } from "./written";

const SUBNET = "${aws_subnet.a.id}";

/** Instances in one subnet of this range; a given address or `undefined` for each. */
function instances(cidr: string, addresses: Record<string, string | undefined>, more: object = {}) {
  return topologyOf({
    resource: {
      ...withSubnet({}).resource,
      aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: cidr, ...more } },
      aws_instance: Object.fromEntries(
        Object.entries(addresses).map(([name, private_ip]) => [name, { subnet_id: SUBNET, private_ip }]),
      ),
    },
  });
}

function addressesOf(cidr: string, given: Record<string, string | undefined>): string[] {
  return instances(cidr, given).networkInterfaces.map(({ name, privateIp }) => `${name} ${privateIp}`);
}

test("the first four addresses and the last are never handed out", () => {
  const all = Object.fromEntries([..."abcdefghijk"].map((name) => [name, undefined]));
  expect(instances("10.0.1.0/28", all).networkInterfaces.map(({ privateIp }) => privateIp)).toEqual(
    [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((last) => `10.0.1.${last}`),
  );
});

test("a subnet without enough addresses says how many there are", () => {
  const twelve = Object.fromEntries([..."abcdefghijkl"].map((name) => [name, undefined]));
  const topology = instances("10.0.1.16/28", twelve);
  expect(problemsOf(topology)).toEqual([
    "web: aws_instance.l: aws_subnet.a, 10.0.1.16/28, is too small: 12 addresses are needed, and AWS hands out 11 of it",
  ]);
  expect(topology.networkInterfaces).toHaveLength(11);
});

test("addresses that are given stay, and the others go around them in the order of their own addresses", () => {
  expect(addressesOf("10.0.1.0/24", { d: undefined, c: "10.0.1.4", a: undefined, b: "10.0.1.6" })).toEqual([
    "a-card0 10.0.1.5",
    "b-card0 10.0.1.6",
    "c-card0 10.0.1.4",
    "d-card0 10.0.1.7",
  ]);
});

test("handing out goes on past the end of an octet", () => {
  const many = Object.fromEntries(Array.from({ length: 253 }, (_, i) => [`i${1000 + i}`, undefined]));
  expect(addressesOf("10.0.2.0/23", many).slice(-2)).toEqual([
    "i1251-card0 10.0.2.255",
    "i1252-card0 10.0.3.0",
  ]);
});

test.each([
  ["10.0.2.9", "is not in aws_subnet.a, 10.0.1.0/24"],
  ["nonsense", "is not in aws_subnet.a, 10.0.1.0/24"],
  ["10.0.1.3", "is one of the five that AWS keeps of 10.0.1.0/24"],
  ["10.0.1.255", "is one of the five that AWS keeps of 10.0.1.0/24"],
])("%s is no address for a network interface there", (address, why) => {
  expect(problemsOf(instances("10.0.1.0/24", { x: address }))).toEqual([
    `web: aws_instance.x: private address ${address} ${why}`,
  ]);
});

test("one address for two network interfaces is refused", () => {
  expect(problemsOf(instances("10.0.1.0/24", { x: "10.0.1.9", y: "10.0.1.9" }))).toEqual([
    "web: aws_instance.y: private address 10.0.1.9 is given twice",
  ]);
});

test("an address that a state has is what AWS gave, and not questioned", () => {
  const [vpc, subnet, networkInterface] = [
    [
      "aws_vpc",
      {
        id: "vpc-1",
        cidr_block: "10.0.0.0/16",
        default_security_group_id: "sg-1",
        default_route_table_id: "rtb-1",
      },
    ],
    ["aws_subnet", { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24" }],
    ["aws_network_interface", { id: "eni-1", subnet_id: "subnet-1", private_ip: "10.0.9.9" }],
  ].map(([type, values]) => ({ mode: "managed", address: `${type as string}.x`, type, values }));
  const state = {
    format_version: "1.0",
    values: { root_module: { resources: [networkInterface, subnet, vpc] } },
  };
  const { networkInterfaces } = readTopology(written({ "state.json": state }));
  expect(networkInterfaces).toMatchObject([
    { id: "eni-1", privateIp: "10.0.9.9", securityGroupIds: ["sg-1"] },
  ]);
});

test("public placeholders come from the ranges for documentation, and end with them", () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`i${1000 + i}`, undefined]));
  const { networkInterfaces } = instances("10.0.0.0/22", many(508), { map_public_ip_on_launch: true });
  const publicIps = networkInterfaces.map(({ publicIp }) => publicIp);
  expect([publicIps[0], publicIps[253], publicIps[254], publicIps[507]]).toEqual([
    "203.0.113.1",
    "203.0.113.254",
    "198.51.100.1",
    "198.51.100.254",
  ]);
  expect(new Set(publicIps).size).toBe(508);
  expect(problemsOf(instances("10.0.0.0/22", many(509), { map_public_ip_on_launch: true }))).toEqual([
    "web: aws_instance.i1508: there are no more placeholders for public addresses",
  ]);
});

test("an instance's own word on a public address counts for more than its subnet's", () => {
  const { networkInterfaces } = topologyOf({
    resource: {
      ...withSubnet({}).resource,
      aws_instance: {
        no: { subnet_id: "${aws_subnet.open.id}", associate_public_ip_address: false },
        subnets: { subnet_id: "${aws_subnet.open.id}" },
        yes: { subnet_id: SUBNET, associate_public_ip_address: true },
      },
      aws_subnet: {
        a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.1.0/24" },
        open: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.2.0/24", map_public_ip_on_launch: true },
      },
    },
  });
  expect(networkInterfaces.map(({ name, publicIp }) => [name, publicIp])).toEqual([
    ["no-card0", undefined],
    ["subnets-card0", "203.0.113.1"],
    ["yes-card0", "203.0.113.2"],
  ]);
});

test("the same names in two stacks have ids of their own", () => {
  const [one, other] = ["one", "other"].map((name) => topologyOf(withSubnet({ aws_eip: { [name]: {} } })));
  expect(one!.vpcs[0]!.id).toBe(other!.vpcs[0]!.id);
  expect(one!.elasticIps[0]!.id).not.toBe(other!.elasticIps[0]!.id);
});
