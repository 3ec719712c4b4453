import { exposureOf } from "../../lib/checks/exposure";
import { Action, ResourceChange } from "../../lib/terraform-json/plan-json";

describe("what is opened", () => {
  const planned = (type: string, actions: Action[], before: object | null, after: object | null) => {
    const resource: ResourceChange = {
      address: `${type}.x`,
      mode: "managed",
      type,
      name: "x",
      change: { actions, before, after },
    };
    return exposureOf([{ name: "web", plan: { resource_changes: [resource] } }]);
  };
  const https = { ip_protocol: "tcp", from_port: 443, to_port: 443, cidr_ipv4: "203.0.113.0/24" };

  test("is a new rule, and one that is wider than before", () => {
    const type = "aws_vpc_security_group_ingress_rule";
    const line = "web/aws_vpc_security_group_ingress_rule.x: tcp, port 443 from 203.0.113.0/24";
    expect(planned(type, ["create"], null, https).openings).toEqual([line]);
    expect(planned(type, ["update"], { ...https, cidr_ipv4: "203.0.113.7/32" }, https).openings).toEqual([
      line,
    ]);
    expect(planned(type, ["update"], { ...https, description: "a" }, https).openings).toEqual([]);
    expect(planned(type, ["delete"], https, null).openings).toEqual([]);
  });

  test("is a block of a group that was not there", () => {
    const block = { protocol: "udp", from_port: 1, to_port: 9, cidr_blocks: ["10.0.0.0/8"], self: false };
    const { openings } = planned("aws_security_group", ["update"], { ingress: [] }, { ingress: [block] });
    expect(openings).toEqual(["web/aws_security_group.x: udp, port 1 to 9 from 10.0.0.0/8"]);
  });

  test("is nothing of what goes out", () => {
    expect(planned("aws_vpc_security_group_egress_rule", ["create"], null, https).openings).toEqual([]);
  });

  test("and where public addresses appear", () => {
    const of = (...args: Parameters<typeof planned>) => planned(...args).publicAddresses;
    const launch = (on: boolean) => ({ map_public_ip_on_launch: on });
    const given = (on: boolean) => ({ associate_public_ip_address: on });
    expect(of("aws_eip", ["create"], null, {})).toEqual(["web/aws_eip.x: an Elastic IP that AWS chooses"]);
    expect(of("aws_eip", ["update"], {}, {})).toEqual([]);
    expect(of("aws_subnet", ["update"], launch(false), launch(true))).toHaveLength(1);
    expect(of("aws_subnet", ["update"], launch(true), launch(true))).toEqual([]);
    expect(of("aws_instance", ["delete", "create"], given(true), given(true))).toHaveLength(1);
    expect(of("aws_instance", ["create"], null, given(false))).toEqual([]);
  });

  test("of load balancers, regional NAT gateways and IPv6 too", () => {
    const of = (...args: Parameters<typeof planned>) => planned(...args).publicAddresses;
    expect(of("aws_lb", ["create"], null, { internal: false })).toEqual([
      "web/aws_lb.x: a public address in each of its subnets",
    ]);
    expect(of("aws_lb", ["create"], null, { internal: true })).toEqual([]);
    expect(of("aws_nat_gateway", ["create"], null, { availability_mode: "regional" })).toHaveLength(1);
    expect(of("aws_nat_gateway", ["create"], null, { availability_mode: "zonal" })).toEqual([]);
    const subnet = { map_public_ip_on_launch: true, assign_ipv6_address_on_creation: false };
    expect(
      of("aws_subnet", ["update"], subnet, { ...subnet, assign_ipv6_address_on_creation: true }),
    ).toEqual([
      "web/aws_subnet.x: public addresses for what is launched in it and IPv6 addresses for what is launched in it",
    ]);
  });

  test("is a range of IPv6 too", () => {
    const rule = { ip_protocol: "tcp", from_port: 22, to_port: 22, cidr_ipv6: "2001:db8::/32" };
    expect(planned("aws_vpc_security_group_ingress_rule", ["create"], null, rule).openings).toEqual([
      "web/aws_vpc_security_group_ingress_rule.x: tcp, port 22 from 2001:db8::/32",
    ]);
  });
});
