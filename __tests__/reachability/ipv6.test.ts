import { QuestionError, explain, explainAll, unmetExpectations } from "../../lib/reachability";
import { ANYTHING, answer, by, host, route, small, subnet, way } from "./small";
import { spoiled } from "./networks";

const vpc_id = "${aws_vpc.main.id}";
const OVER_IPV6 = { family: "ipv6" } as const;
const EVERYTHING = { ...ANYTHING, ipv6_cidr_blocks: ["::/0"] };
const EGRESS_ONLY = { egress_only_gateway_id: "${aws_egress_only_internet_gateway.out.id}" };

const dual = (cidr: string, number: number) => ({
  ...subnet(cidr),
  ipv6_cidr_block: `\${cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, ${number})}`,
  assign_ipv6_address_on_creation: true,
});

const ipv6Route = (table: string, target: object, destination_ipv6_cidr_block = "::/0") => {
  const { destination_cidr_block: _, ...rest } = route(table, "", target);
  return { ...rest, destination_ipv6_cidr_block };
};

const VPC = {
  aws_vpc: { main: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true } },
  aws_egress_only_internet_gateway: { out: { vpc_id } },
  aws_subnet: {
    public: { ...dual("10.0.1.0/24", 1), map_public_ip_on_launch: true },
    private: dual("10.0.2.0/24", 2),
  },
  aws_security_group: { open: { vpc_id, egress: [EVERYTHING], ingress: [EVERYTHING] } },
};
const ROUTES = {
  public_ipv6: ipv6Route("public", { gateway_id: "${aws_internet_gateway.main.id}" }),
  private_ipv6: ipv6Route("private", EGRESS_ONLY),
};

/** The small network with IPv6: the public subnet by the internet gateway, the private one by an egress-only one. */
function dualStack(more: Readonly<Record<string, object>> = {}) {
  return small({ ...VPC, ...more, aws_route: { ...ROUTES, ...more["aws_route"] } });
}

const addressOf = (topology: ReturnType<typeof small>, name: string) =>
  topology.networkInterfaces.find((one) => one.name === `${name}-card0`)!.ipv6Addresses![0]!;

test.each([
  ["tcp", 443],
  ["udp", 53],
  ["icmp", undefined],
] as const)("a private instance reaches the internet by %s under its own address", (protocol, port) => {
  const topology = dualStack();
  const answer = explain(topology, { from: "app", to: "internet", protocol, port, ...OVER_IPV6 });
  expect(answer).toMatchObject({ verdict: "reachable", family: "ipv6", seenAs: addressOf(topology, "app") });
  expect(way(answer)).toEqual(["app-card0", "private", "out"]);
  expect(answer.reply.map(({ name }) => name)).toEqual(["out", "app-card0"]);
});

test("nobody on the internet reaches it: its address is public, and the egress-only gateway lets nobody in", () => {
  const topology = dualStack();
  const answer = explain(topology, { from: "internet", to: "app", ...OVER_IPV6 });
  expect(answer).toMatchObject({
    verdict: "not reachable",
    strangerToPrivate: true,
    blocker: { code: "EGRESS_ONLY_GATEWAY", name: "out" },
  });
  expect(answer.blocker!.why).toContain(
    `${addressOf(topology, "app")} is a public address, and the egress-only gateway lets nobody in`,
  );
});

test("an internet gateway lets IPv6 in and out, untranslated, and security groups say whom", () => {
  const topology = dualStack();
  const inwards = explain(topology, { from: "internet", to: "web", ...OVER_IPV6 });
  expect(inwards.verdict).toBe("reachable");
  expect(inwards.request.map(({ text }) => text).join()).not.toContain("translates");
  expect(inwards.reply.at(-1)!.text).toContain(addressOf(topology, "web"));
  expect(explain(topology, { from: "web", to: "internet", ...OVER_IPV6 })).toMatchObject({
    verdict: "reachable",
    seenAs: addressOf(topology, "web"),
  });
  const closed = dualStack({
    aws_security_group: { open: { vpc_id, egress: [EVERYTHING], ingress: [ANYTHING] } },
  });
  expect(answer(closed, "internet", "web", OVER_IPV6)).toBe("ENI_SG_RULES_MISMATCH");
  expect(answer(closed, "internet", "web")).toBe("reachable");
});

test("a rule for IPv4 lets no IPv6 out, and one for ICMP no ping by IPv6", () => {
  const ipv4 = dualStack({
    aws_security_group: { open: { vpc_id, egress: [ANYTHING], ingress: [EVERYTHING] } },
  });
  expect(answer(ipv4, "app", "internet", OVER_IPV6)).toBe("ENI_SG_RULES_MISMATCH");
  const ping = (protocol: string, from_port: number) => {
    const rule = { protocol, from_port, to_port: 0, ipv6_cidr_blocks: ["::/0"] };
    const topology = dualStack({
      aws_security_group: { open: { vpc_id, egress: [EVERYTHING], ingress: [rule] } },
    });
    return answer(topology, "internet", "web", { protocol: "icmp", ...OVER_IPV6 });
  };
  expect([ping("icmpv6", 128), ping("58", -1), ping("icmp", 8), ping("icmpv6", 129)]).toEqual([
    "reachable",
    "reachable",
    "ENI_SG_RULES_MISMATCH",
    "ENI_SG_RULES_MISMATCH",
  ]);
});

test("inside the VPC the local route leads by IPv6 too, and a name or an IPv6 address are the same end", () => {
  const topology = dualStack();
  const answer = explain(topology, { from: "app", to: "web", ...OVER_IPV6 });
  expect(answer.verdict).toBe("reachable");
  expect(answer.request.map(({ text }) => text).join()).toContain("is inside the VPC: local route");
  const byAddress = explain(topology, { from: "app", to: addressOf(topology, "web").toUpperCase() });
  expect(byAddress).toMatchObject({ family: "ipv6", verdict: "reachable", request: answer.request });
});

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

describe("without an IPv6 address", () => {
  test("nothing leaves and nothing comes in, and it says so", () => {
    for (const [from, to, name] of [
      ["app", "internet", "app-card0"],
      ["internet", "app", "app-card0"],
      ["web", "app", "web-card0"],
    ] as const) {
      const { blocker } = explain(small(), { from, to, ...OVER_IPV6 });
      expect(blocker).toMatchObject({ code: "NO_IPV6_ADDRESS", name });
    }
  });

  test("at the other end alone too", () => {
    const topology = dualStack({ aws_subnet: { ...VPC.aws_subnet, public: subnet("10.0.1.0/24") } });
    const { blocker } = explain(topology, { from: "app", to: "web", ...OVER_IPV6 });
    expect(blocker).toMatchObject({ code: "NO_IPV6_ADDRESS", name: "web-card0" });
  });
});

test.each([
  ["app", "10.0.1.4", '"10.0.1.4" is an IPv4 address, and the question is about IPv6 (family, --ipv6)'],
  ["10.0.2.4", "2001:db8:0:1::4", '"10.0.2.4" is an IPv4 address and "2001:db8:0:1::4" an IPv6 one'],
  [
    "app",
    "2001:db8:0:1::99",
    "in main's range and no network interface has it; the network interfaces have 2001:",
  ],
  ["app", "2001:db8:0:1::1", "AWS keeps it for itself"],
  ["internet", "fd00::1", "is a private address in none of the VPCs that were read"],
  ["fe80::1", "web", "is no host's on the internet: it is link-local"],
  ["ff02::1", "web", "is no host's on the internet: it is multicast"],
])("ends that are no question by IPv6 are refused: %s to %s", (from, to, message) => {
  const ask = () => explain(dualStack(), { from, to, ...OVER_IPV6 });
  expect(ask).toThrow(QuestionError);
  expect(ask).toThrow(message);
});

test("what is never routed is stopped where it is sent", () => {
  expect(answer(dualStack(), "app", "::1")).toBe("NEVER_ROUTED");
  expect(answer(dualStack(), "app", "fd00:ec2::254")).toBe("NEVER_ROUTED");
});

test("a gateway endpoint is for IPv4, and an interface endpoint for what it has addresses of", () => {
  const endpoint = (values: object) => ({
    aws_vpc_endpoint: { it: { vpc_id, ...values } },
  });
  const s3 = dualStack(
    endpoint({
      service_name: "com.amazonaws.eu-central-1.s3",
      route_table_ids: ["${aws_route_table.private.id}"],
    }),
  );
  expect(way(explain(s3, { from: "app", to: "aws:s3" }))).toContain("it");
  expect(way(explain(s3, { from: "app", to: "aws:s3", ...OVER_IPV6 }))).toEqual([
    "app-card0",
    "private",
    "out",
  ]);
  const ssm = (ip_address_type: string) =>
    dualStack(
      endpoint({
        service_name: "com.amazonaws.eu-central-1.ssm",
        ...{ vpc_endpoint_type: "Interface", private_dns_enabled: true, ip_address_type },
        subnet_ids: ["${aws_subnet.private.id}"],
        security_group_ids: ["${aws_security_group.open.id}"],
      }),
    );
  const last = (type: string) =>
    explain(ssm(type), { from: "app", to: "aws:ssm", ...OVER_IPV6 }).request.at(-1)!.name;
  expect([last("ipv4"), last("dualstack")]).toEqual(["out", "it-private"]);
});

test("the matrix is by IPv6 where it is asked for", () => {
  const { sources, targets, answers } = explainAll(dualStack(), OVER_IPV6);
  const verdict = (from: string, to: string) => answers[sources.indexOf(from)]![targets.indexOf(to)]!.verdict;
  expect([verdict("app", "internet"), verdict("internet", "app"), verdict("internet", "web")]).toEqual([
    "reachable",
    "not reachable",
    "reachable",
  ]);
});

test("expectations are of the family that they name, or that an address says", () => {
  const topology = dualStack();
  const lines = unmetExpectations(topology, [
    { from: "internet", to: "app", ...OVER_IPV6, reachable: true },
    { from: "app", to: "internet", ...OVER_IPV6, reachable: false },
    // As an environment has it, whose family is IPv4 unless it says otherwise.
    { from: "internet", to: addressOf(topology, "web"), family: "ipv4", reachable: false },
    { from: "internet", to: "app", ...OVER_IPV6, reachable: false },
  ]);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain("internet → app by tcp over IPv6 must be reachable and is not: out: ");
  expect(lines[1]).toMatch(
    / over IPv6 is reachable and must not be; see: npm run explain -- app internet --ipv6$/,
  );
  expect(lines[2]).toContain("over IPv6 is reachable");
});
