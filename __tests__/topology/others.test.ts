import { linesOf } from "./in-words";
import { topologyOf, withSubnet } from "./written";

const inVpc = (values: object = {}) => ({ vpc_id: "${aws_vpc.main.id}", ...values });

test("a default route to an interface that an Auto Scaling group's instance takes at its boot", () => {
  const { networkInterfaces } = topologyOf(
    withSubnet({
      aws_network_interface: { nat: { subnet_id: "${aws_subnet.a.id}" } },
      aws_autoscaling_group: { nat: { min_size: 1 } },
    }),
  );
  expect(networkInterfaces[0]!.unknownInstance).toBe("aws_autoscaling_group.nat");
});

test("an interface that is attached to an instance which was not read", () => {
  const { networkInterfaces } = topologyOf(
    withSubnet({
      aws_network_interface: {
        nat: { subnet_id: "${aws_subnet.a.id}", attachment: { instance: "i-12", device_index: 1 } },
      },
    }),
  );
  expect(networkInterfaces[0]).toMatchObject({ unknownInstance: "i-12" });
  expect(networkInterfaces[0]!.instanceId).toBeUndefined();
});

test("every range of a VPC", () => {
  const { vpcs } = topologyOf(
    withSubnet({ aws_vpc_ipv4_cidr_block_association: { more: inVpc({ cidr_block: "100.64.0.0/16" }) } }),
  );
  expect(vpcs[0]!.cidrs).toEqual(["10.0.0.0/16", "100.64.0.0/16"]);
});

test("a regional NAT gateway is in no subnet, and AWS chooses its address", () => {
  const { gateways, notUnderstood } = topologyOf(
    withSubnet({ aws_nat_gateway: { r: inVpc({ availability_mode: "regional" }) } }),
  );
  expect(gateways[0]).toMatchObject({ availability: "regional", publicIp: "203.0.113.1" });
  expect(gateways[0]!.subnetId).toBeUndefined();
  expect(notUnderstood).toEqual([]);
});

test("a prefix list's entries are its rules' ranges, inline and apart; another's are not read", () => {
  const rule = { from_port: 443, to_port: 443, protocol: "tcp" };
  const { securityGroups, notUnderstood } = topologyOf(
    withSubnet({
      aws_ec2_managed_prefix_list: { mine: { entry: [{ cidr: "192.0.2.0/24" }] } },
      aws_ec2_managed_prefix_list_entry: {
        more: { prefix_list_id: "${aws_ec2_managed_prefix_list.mine.id}", cidr: "198.51.100.0/24" },
      },
      aws_security_group: {
        web: inVpc({
          egress: ["${aws_ec2_managed_prefix_list.mine.id}", "pl-12"].map((id) => ({
            ...rule,
            prefix_list_ids: [id],
          })),
        }),
      },
    }),
  );
  const web = securityGroups.find(({ name }) => name === "web")!;
  expect(web.egress.map(({ peer }) => peer)).toEqual([
    expect.objectContaining({ kind: "prefix-list", cidrs: ["192.0.2.0/24", "198.51.100.0/24"] }),
    { kind: "prefix-list", id: "pl-12" },
  ]);
  expect(notUnderstood).toEqual([
    expect.objectContaining({ address: "aws_security_group.web", touches: [web.id], may: "open" }),
  ]);
});

test("a subnet's network ACL has its rules by number; without one it has the VPC's, which lets everything through", () => {
  const { networkAcls, subnets } = topologyOf(
    withSubnet({
      aws_network_acl: {
        strict: inVpc({
          subnet_ids: ["${aws_subnet.a.id}"],
          ingress: [
            { rule_no: 200, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0" },
            {
              rule_no: 100,
              action: "deny",
              protocol: "icmp",
              icmp_type: 8,
              icmp_code: -1,
              cidr_block: "0.0.0.0/0",
            },
          ],
        }),
      },
      aws_subnet: {
        a: inVpc({ cidr_block: "10.0.1.0/24" }),
        b: inVpc({ cidr_block: "10.0.2.0/24" }),
      },
    }),
  );
  const aclOf = (name: string) =>
    networkAcls.find(({ id }) => id === subnets.find((subnet) => subnet.name === name)!.networkAclId)!;
  expect(aclOf("a").ingress).toMatchObject([
    { number: 100, action: "deny", protocol: "icmp", type: 8 },
    { number: 200, action: "allow", protocol: "all" },
  ]);
  expect(aclOf("a").egress).toEqual([]);
  expect(aclOf("b")).toMatchObject({ default: true, ingress: [{ action: "allow", protocol: "all" }] });
});

test("a route to what was not read names it", () => {
  const route = (n: number, target: object) => ({
    route_table_id: "${aws_vpc.main.default_route_table_id}",
    destination_cidr_block: `192.0.${n}.0/24`,
    ...target,
  });
  const topology = topologyOf(
    withSubnet({
      aws_route: {
        a: route(1, { nat_gateway_id: "nat-0a" }),
        b: route(2, { network_interface_id: "eni-0a" }),
        c: route(3, { gateway_id: "igw-0a" }),
        d: route(4, { vpc_peering_connection_id: "pcx-0a" }),
      },
    }),
  );
  expect(linesOf(topology, "table")).toEqual([
    "table main-default of main main 192.0.1.0/24>unknown:nat-0a 192.0.2.0/24>unknown:eni-0a " +
      "192.0.3.0/24>unknown:igw-0a 192.0.4.0/24>other:pcx-0a",
  ]);
});

test("what only takes away is said to do so: VPC Block Public Access", () => {
  const { notUnderstood, gateways } = topologyOf(
    withSubnet({
      aws_internet_gateway: { main: inVpc() },
      aws_vpc_block_public_access_options: { all: { internet_gateway_block_mode: "block-bidirectional" } },
    }),
  );
  expect(notUnderstood).toMatchObject([{ may: "close", touches: [gateways[0]!.id] }]);
});
