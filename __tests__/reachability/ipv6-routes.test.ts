import { explain } from "../../lib/reachability";
import {
  EGRESS_ONLY,
  EVERYTHING,
  OVER_IPV6,
  ROUTES,
  VPC,
  addressOf,
  dual,
  dualStack,
  ipv6Route,
  vpc_id,
} from "./dual-stack";
import { spoiled } from "./networks";
import { answer, by, host, route } from "./small";

describe("network ACLs of IPv6", () => {
  const open = { rule_no: 10, action: "allow", protocol: "-1", from_port: 0, to_port: 0 };
  const acl = (ingress: object[], egress: object[]) =>
    dualStack({
      aws_network_acl: { private: { vpc_id, subnet_ids: ["${aws_subnet.private.id}"], ingress, egress } },
    });
  const ipv4 = { ...open, cidr_block: "0.0.0.0/0" };
  const ipv6 = { ...open, rule_no: 11, ipv6_cidr_block: "::/0" };

  test("say what leaves and what comes back", () => {
    expect(answer(acl([ipv4], [ipv4]), "app", "internet", OVER_IPV6)).toBe("SUBNET_ACL_RESTRICTION");
    expect(answer(acl([ipv4, ipv6], [ipv4, ipv6]), "app", "internet", OVER_IPV6)).toBe("reachable");
    expect(answer(acl([ipv4], [ipv4, ipv6]), "app", "internet", OVER_IPV6)).toBe("SUBNET_ACL_RESTRICTION");
  });

  test("have types of their own for a ping's reply", () => {
    const reply = (icmp_type: number) => acl([{ ...ipv6, protocol: "58", icmp_type, icmp_code: 0 }], [ipv6]);
    const ping = { protocol: "icmp", ...OVER_IPV6 } as const;
    expect(answer(reply(129), "app", "internet", ping)).toBe("reachable");
    expect(answer(reply(0), "app", "internet", ping)).toBe("SUBNET_ACL_RESTRICTION");
  });
});

describe("a route for IPv6 that does not lead out", () => {
  const privateRoute = (target: object, more: Readonly<Record<string, object>> = {}, destination = "::/0") =>
    dualStack({ ...more, aws_route: { ...ROUTES, private_ipv6: ipv6Route("private", target, destination) } });

  test("is missing", () => {
    const topology = privateRoute(EGRESS_ONLY, {}, "2600::/16");
    const { blocker } = explain(topology, { from: "app", to: "internet", ...OVER_IPV6 });
    expect(blocker).toMatchObject({ code: "NO_ROUTE_TO_DESTINATION", fix: expect.stringContaining("::/0") });
    expect(answer(topology, "internet", "app", OVER_IPV6)).toBe("NO_ROUTE_TO_DESTINATION");
  });

  test("leads to an egress-only gateway, which does not translate the addresses of NAT64", () => {
    const to64 = (address: string) => answer(privateRoute(EGRESS_ONLY), "app", address, OVER_IPV6);
    expect(to64("64:ff9b::808:808")).toBe("UNSUPPORTED_TARGET");
    expect(to64("2600::1")).toBe("reachable");
    expect(to64("::ffff:8.8.8.8")).toBe("NEVER_ROUTED");
  });

  test("leads to a NAT gateway, which carries the addresses of NAT64 alone", () => {
    const gateway = {
      aws_eip: { nat: {} },
      aws_nat_gateway: {
        nat: { subnet_id: "${aws_subnet.public.id}", allocation_id: "${aws_eip.nat.id}" },
      },
    };
    const target = { nat_gateway_id: "${aws_nat_gateway.nat.id}" };
    const nat64 = privateRoute(target, gateway, "64:ff9b::/96");
    expect(answer(privateRoute(target, gateway), "app", "internet", OVER_IPV6)).toBe("UNSUPPORTED_TARGET");
    const translated = explain(nat64, { from: "app", to: "64:ff9b::c000:201" });
    expect(translated).toMatchObject({ verdict: "reachable", seenAs: nat64.elasticIps[0]!.publicIp });
    expect(translated.request.map(({ text }) => text).join()).toContain("64:ff9b::c000:201 to 192.0.2.1");
    expect(translated.reply.at(-1)!.text).toContain(addressOf(nat64, "app"));
    expect(answer(nat64, "app", "64:ff9b::c0a8:101")).toBe("IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS");
  });

  test("leads to somebody's instance, of which nobody knows whether it forwards IPv6", () => {
    expect(answer(privateRoute(by("nat")), "app", "internet", OVER_IPV6)).toContain(
      "may forward IPv6 or not",
    );
  });

  test("leads to the egress-only gateway of another VPC", () => {
    const topology = privateRoute(
      { egress_only_gateway_id: "${aws_egress_only_internet_gateway.other.id}" },
      {
        aws_vpc: { ...VPC.aws_vpc, other: { cidr_block: "10.1.0.0/16" } },
        aws_egress_only_internet_gateway: { out: { vpc_id }, other: { vpc_id: "${aws_vpc.other.id}" } },
      },
    );
    expect(answer(topology, "app", "internet", OVER_IPV6)).toBe("BAD_STATE_ROUTE");
  });

  test("leads IPv4 to an egress-only gateway", () => {
    const topology = dualStack({ aws_route: { private: route("private", "0.0.0.0/0", EGRESS_ONLY) } });
    expect(answer(topology, "app", "internet")).toBe("UNSUPPORTED_TARGET");
  });
});

test("this project's NAT host forwards no IPv6", () => {
  const leadToHost = ({ resource: { aws_route: routes } }: any) => {
    delete routes.private_b_default_ipv6.egress_only_gateway_id;
    routes.private_b_default_ipv6.network_interface_id = routes.private_b_default.network_interface_id;
  };
  const topology = spoiled("routes", leadToHost, { ipv6: "egress-only" });
  const { blocker } = explain(topology, { from: "private-0", to: "internet", ...OVER_IPV6 });
  expect(blocker).toMatchObject({ code: "HOST_FIREWALL", why: expect.stringContaining("IPv4 alone") });
});

test("an instance of another VPC is reached by the internet, where its own gateway lets it", () => {
  const other = "${aws_vpc.other.id}";
  const gateway = (target: string) => ({
    aws_vpc: {
      ...VPC.aws_vpc,
      other: { cidr_block: "10.1.0.0/16", assign_generated_ipv6_cidr_block: true },
    },
    aws_internet_gateway: { other: { vpc_id: other } },
    aws_egress_only_internet_gateway: { out: { vpc_id }, other: { vpc_id: other } },
    aws_subnet: {
      ...VPC.aws_subnet,
      other: {
        ...dual("10.1.1.0/24", 0),
        vpc_id: other,
        ipv6_cidr_block: "${cidrsubnet(aws_vpc.other.ipv6_cidr_block, 8, 0)}",
      },
    },
    aws_security_group: {
      ...VPC.aws_security_group,
      other: { vpc_id: other, egress: [EVERYTHING], ingress: [EVERYTHING] },
    },
    aws_instance: { far: { ...host("other"), vpc_security_group_ids: ["${aws_security_group.other.id}"] } },
    aws_route_table: { other: { vpc_id: other } },
    aws_route_table_association: {
      other: { subnet_id: "${aws_subnet.other.id}", route_table_id: "${aws_route_table.other.id}" },
    },
    aws_route: { ...ROUTES, other: ipv6Route("other", JSON.parse(target)) },
  });
  const open = dualStack(gateway('{"gateway_id":"${aws_internet_gateway.other.id}"}'));
  expect(answer(open, "app", "far", OVER_IPV6)).toBe("reachable");
  expect(answer(open, "app", addressOf(open, "far"))).toBe("reachable");
  const closed = dualStack(
    gateway('{"egress_only_gateway_id":"${aws_egress_only_internet_gateway.other.id}"}'),
  );
  expect(answer(closed, "app", "far", OVER_IPV6)).toBe("EGRESS_ONLY_GATEWAY");
});
