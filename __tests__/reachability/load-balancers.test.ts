import { UnknownEndError, explain, explainAll, lessonOf, unmetExpectations } from "../../lib/reachability";
import { ANYTHING, answer, host, small, subnet, way } from "./small";
import { network, spoiled } from "./networks";

const vpc_id = "${aws_vpc.main.id}";
const FRONT = "${aws_security_group.front.id}";
const GROUP_ARN = "${aws_lb_target_group.web.arn}";
const zone = (letter: string) => ({ availability_zone: `eu-central-1${letter}` });
const rule = (port: number, peer: object) => ({ protocol: "tcp", from_port: port, to_port: port, ...peer });

const LISTENER = {
  ...{ load_balancer_arn: "${aws_lb.front.arn}", port: 443, protocol: "TCP" },
  default_action: [{ type: "forward", target_group_arn: GROUP_ARN }],
};
const GROUP = { vpc_id, port: 8443, protocol: "TCP" };
const FROM_FRONT = rule(8443, { security_groups: [FRONT] });
const FROM_ANYWHERE = rule(443, { cidr_blocks: ["0.0.0.0/0"] });

interface Changes {
  readonly lb?: object;
  readonly listener?: object;
  readonly group?: object;
  /** The rules by which targets are let in. */
  readonly targetIngress?: readonly object[];
  readonly frontIngress?: readonly object[];
  readonly frontEgress?: readonly object[];
  readonly targets?: readonly string[];
  readonly more?: Readonly<Record<string, object>>;
}

/** The small network with a load balancer, in the public subnet, in front of `app` in the private one. */
function published(changes: Changes = {}) {
  const { lb, listener, group, more, targets = ["app"] } = changes;
  const { targetIngress = [FROM_FRONT], frontIngress = [FROM_ANYWHERE], frontEgress = [ANYTHING] } = changes;
  return small({
    aws_lb: {
      front: {
        ...{ load_balancer_type: "network", subnets: ["${aws_subnet.public.id}"], security_groups: [FRONT] },
        ...lb,
      },
    },
    aws_lb_listener: { web: { ...LISTENER, ...listener } },
    aws_lb_target_group: { web: { ...GROUP, ...group } },
    aws_lb_target_group_attachment: Object.fromEntries(
      targets.map((name) => [
        name,
        { target_group_arn: GROUP_ARN, target_id: `\${aws_instance.${name}.id}` },
      ]),
    ),
    ...more,
    aws_security_group: {
      front: { vpc_id, ingress: frontIngress, egress: frontEgress },
      target: { vpc_id, ingress: targetIngress, egress: [ANYTHING] },
      ...more?.["aws_security_group"],
    },
    aws_instance: {
      app: { ...host("private"), vpc_security_group_ids: ["${aws_security_group.target.id}"] },
      ...more?.["aws_instance"],
    },
  });
}

const asked = (changes: Changes = {}) => explain(published(changes), { from: "internet", to: "front" });

describe("a published service", () => {
  test("is reached from the internet hop by hop, and answers by the load balancer", () => {
    const explanation = asked();
    expect(explanation).toMatchObject({ verdict: "reachable", seenAs: "192.0.2.1" });
    expect(way(explanation)).toEqual(["main", "front-public", "front", "app-card0"]);
    // The private table leads to the NAT host, which would send the reply from another address.
    expect(explanation.reply.map(({ name }) => name)).toEqual(["front", "main"]);
    expect(explanation.request[2]!.text).toBe(
      "passes TCP port 443 on to app-card0, port 8443, and keeps the client's address, 192.0.2.1",
    );
  });

  test("is the same end by its name, id, address in Terraform, or a network interface's public address", () => {
    const topology = published();
    const [lb] = topology.loadBalancers;
    const { name, publicIp } = topology.networkInterfaces.find(
      ({ id }) => id === lb!.networkInterfaceIds[0],
    )!;
    for (const to of [lb!.id, "aws_lb.front", name, publicIp!]) {
      expect(explain(topology, { from: "internet", to }).verdict).toBe("reachable");
    }
  });

  test("sees the load balancer's own address where the client's is not preserved", () => {
    const explanation = asked({ group: { preserve_client_ip: "false" } });
    expect(explanation).toMatchObject({ verdict: "reachable", seenAs: "10.0.1.6" });
    expect(explanation.request[2]!.text).toContain("from its own address, 10.0.1.6");
  });

  test.each<[string, string, string]>([
    ["true", "10.0.1.0/24", "ENI_SG_RULES_MISMATCH"],
    ["true", "192.0.2.0/24", "reachable"],
    ["false", "10.0.1.0/24", "reachable"],
    ["false", "192.0.2.0/24", "ENI_SG_RULES_MISMATCH"],
  ])(
    "whose rules are for ranges is asked from the address that it sees: preserved %s, %s",
    (kept, range, expected) => {
      const targetIngress = [rule(8443, { cidr_blocks: [range] })];
      const { blocker, verdict } = asked({ group: { preserve_client_ip: kept }, targetIngress });
      expect(blocker?.code ?? verdict).toBe(expected);
    },
  );

  test("is asked by the NAT's public address from inside, and answers the same way back", () => {
    const explanation = explain(published(), { from: "web", to: "front" });
    expect(explanation.verdict).toBe("reachable");
    expect(way(explanation)).toEqual([
      "web-card0",
      "public",
      "main",
      "main",
      "front-public",
      "front",
      "app-card0",
    ]);
    expect(explanation.reply.map(({ name }) => name)).toEqual(["front", "main", "main", "web-card0"]);
    expect(
      answer(published({ frontIngress: [rule(443, { cidr_blocks: ["10.0.0.0/16"] })] }), "web", "front"),
    ).toBe("ENI_SG_RULES_MISMATCH");
  });

  test("of UDP is passed on too", () => {
    const udp = { ...rule(8443, { security_groups: [FRONT] }), protocol: "udp" };
    const topology = published({
      listener: { protocol: "UDP" },
      group: { protocol: "UDP" },
      targetIngress: [udp, FROM_FRONT],
      frontIngress: [{ ...FROM_ANYWHERE, protocol: "udp" }],
    });
    expect(answer(topology, "internet", "front", { protocol: "udp" })).toBe("reachable");
    expect(answer(topology, "internet", "front")).toBe("ELBV2_LISTENERS_MISMATCH");
  });
});

describe("what stops it is named", () => {
  test.each<[string, Changes, string, string]>([
    [
      "the load balancer's group lets nobody in",
      { frontIngress: [] },
      "front-public",
      "ENI_SG_RULES_MISMATCH",
    ],
    [
      "the load balancer's group lets nothing out",
      { frontEgress: [] },
      "front-public",
      "ENI_SG_RULES_MISMATCH",
    ],
    ["the target's group does not let it in", { targetIngress: [] }, "app-card0", "ENI_SG_RULES_MISMATCH"],
    ["the listener has no target", { targets: [] }, "front", "ELBV2_LISTENER_HAS_NO_TG"],
    ["it is internal", { lb: { internal: true } }, "front", "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS"],
  ])("%s", (_, changes, name, code) => {
    const { blocker, strangerToPrivate } = asked(changes);
    expect(blocker).toMatchObject({ name, code });
    expect(strangerToPrivate).toBe(false);
  });

  test("a port or protocol without a listener, with those that there are", () => {
    const { blocker } = explain(published(), { from: "internet", to: "front", port: 9200 });
    expect(blocker).toMatchObject({
      code: "ELBV2_LISTENERS_MISMATCH",
      why: "the load balancer has no listener for TCP port 9200; it has TCP port 443",
    });
    const ping = explain(published(), { from: "internet", to: "front", protocol: "icmp" });
    expect(ping.blocker!.why).toContain("no listener for ICMP");
  });

  test("the public subnet's route, by which the load balancer answers", () => {
    const topology = published({
      more: { aws_route: { public: { ...ROUTE, destination_cidr_block: "8.0.0.0/8" } } },
    });
    expect(answer(topology, "internet", "front")).toBe("NO_ROUTE_TO_DESTINATION");
  });

  test.each(["ingress", "egress"] as const)(
    "a network ACL of the targets' subnet that knows no clients: %s",
    (closed) => {
      const all = {
        rule_no: 1,
        action: "allow",
        protocol: "-1",
        from_port: 0,
        to_port: 0,
        cidr_block: "0.0.0.0/0",
      };
      const acl = { vpc_id, subnet_ids: ["${aws_subnet.private.id}"], ingress: [all], egress: [all] };
      const inside = { ...all, cidr_block: "10.0.0.0/16" };
      const with_ = (group: object) =>
        published({ group, more: { aws_network_acl: { private: { ...acl, [closed]: [inside] } } } });
      expect(answer(with_({}), "internet", "front")).toBe("SUBNET_ACL_RESTRICTION");
      expect(answer(with_({ preserve_client_ip: "false" }), "internet", "front")).toBe("reachable");
    },
  );

  test("a client that would be its own target", () => {
    const topology = published({
      lb: { internal: true },
      frontIngress: [ANYTHING],
      targetIngress: [ANYTHING],
    });
    expect(answer(topology, "app", "front")).toBe("ELBV2_SOURCE_ADDRESS_PRESERVATION");
    expect(answer(topology, "web", "front")).toBe("reachable");
  });
});

const ROUTE = {
  route_table_id: "${aws_route_table.public.id}",
  gateway_id: "${aws_internet_gateway.main.id}",
};

test("one without a security group lets everything in and out", () => {
  const changes = {
    lb: { security_groups: [] },
    targetIngress: [rule(8443, { cidr_blocks: ["0.0.0.0/0"] })],
  };
  expect(asked(changes)).toMatchObject({ verdict: "reachable" });
});

describe("zones", () => {
  /** A second private subnet with a target, in zone b; the load balancer is in a, or in both. */
  const zones = (lb: object, targets: readonly string[], enabled = ["public"]) =>
    published({
      lb: { ...lb, subnets: enabled.map((name) => `\${aws_subnet.${name}.id}`) },
      targets,
      more: {
        aws_subnet: {
          public: { ...subnet("10.0.1.0/24"), ...zone("a"), map_public_ip_on_launch: true },
          private: { ...subnet("10.0.2.0/24"), ...zone("a") },
          second: { ...subnet("10.0.3.0/24"), ...zone("b") },
          public_b: { ...subnet("10.0.4.0/24"), ...zone("b") },
        },
        aws_route_table_association: {
          public_b: {
            subnet_id: "${aws_subnet.public_b.id}",
            route_table_id: "${aws_route_table.public.id}",
          },
        },
        aws_instance: {
          far: { ...host("second"), vpc_security_group_ids: ["${aws_security_group.target.id}"] },
        },
      },
    });
  const both = ["public", "public_b"];

  test("its name leads to a zone that has a target", () => {
    expect(way(explain(zones({}, ["far"], both), { from: "internet", to: "front" }))).toEqual([
      ...["main", "front-public-b", "front", "far-card0"],
    ]);
    const inA = zones({}, ["far"], both).networkInterfaces.find(({ name }) => name === "front-public")!;
    expect(answer(zones({}, ["far"], both), "internet", inA.publicIp!)).toBe("ELB_NOT_CROSSZONE");
  });

  test("it passes on to others when it is told to cross them, and never to one that it is not in", () => {
    const crossing = { enable_cross_zone_load_balancing: true };
    const inA = "front-public";
    expect(answer(zones(crossing, ["far"], both), "internet", inA)).toBe("reachable");
    expect(answer(zones(crossing, ["far"]), "internet", "front")).toBe("ELB_INSTALLED_AZ_RESTRICTION");
  });
});

describe("several targets", () => {
  const two = (second: object, changes: Changes = {}) =>
    published({
      ...changes,
      targets: ["app", "second"],
      more: {
        aws_security_group: { second: { vpc_id, egress: [ANYTHING], ...second } },
        aws_instance: {
          second: { ...host("private"), vpc_security_group_ids: ["${aws_security_group.second.id}"] },
        },
      },
    });

  test("one that health checks do not reach gets nothing", () => {
    for (const topology of [two({ ingress: [] }), two({ ingress: [FROM_FRONT] })]) {
      expect(answer(topology, "internet", "front")).toBe("reachable");
    }
    const checkedElsewhere = two(
      { ingress: [rule(8080, { security_groups: [FRONT] }), FROM_FRONT] },
      { group: { health_check: [{ port: "8080" }] } },
    );
    expect(way(explain(checkedElsewhere, { from: "internet", to: "front" })).at(-1)).toBe("second-card0");
  });

  test("where no health check comes through, it passes on to any, and says so", () => {
    const { verdict, request } = asked({ group: { health_check: [{ port: "8080" }] } });
    expect(verdict).toBe("reachable");
    expect(request.map(({ text }) => text).join()).toContain(
      "none of its targets is healthy, so that it passes on to any",
    );
  });

  test("where a healthy one is out of the client's reach, which one it gets is the load balancer's choice", () => {
    const byRange = rule(8443, { cidr_blocks: ["10.0.0.0/16"] });
    expect(answer(two({ ingress: [byRange] }), "internet", "front")).toMatch(
      /^front gives some connections to second-card0, which they do not reach: no ingress rule of security group second/,
    );
  });
});

test("targets that were not read leave open what a listener without others answers", () => {
  const registered = { aws_autoscaling_group: { web: { target_group_arns: [GROUP_ARN] } } };
  expect(answer(published({ targets: [], more: registered }), "internet", "front")).toContain(
    "registers targets that were not read",
  );
  expect(answer(published({ more: registered }), "internet", "front")).toBe("reachable");
});

describe("a stranger to the instance behind it", () => {
  test("is stopped, and told where it is published", () => {
    const explanation = explain(published(), { from: "internet", to: "app", port: 8443 });
    expect(explanation).toMatchObject({
      ...{ verdict: "not reachable", strangerToPrivate: true, publishedAt: ["front, TCP port 443"] },
      blocker: {
        code: "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS",
        fix: "ask for it where its load balancer publishes it: front, TCP port 443",
      },
    });
    expect(lessonOf(explanation)).toMatch(/\n\nThe proper way in: front, TCP port 443\.$/);
  });

  test("hears of no way that there is not: to another instance, or by an internal load balancer", () => {
    const other = published({ more: { aws_instance: { other: host("private") } } });
    for (const [topology, to] of [
      [other, "other"],
      [published({ lb: { internal: true } }), "app"],
    ] as const) {
      const explanation = explain(topology, { from: "internet", to });
      expect(explanation).toMatchObject({ strangerToPrivate: true, publishedAt: [] });
      expect(lessonOf(explanation)).toContain("a load balancer in the public subnet");
    }
  });
});

test("by IPv6 it is asked where it is of both families, and asks its targets by IPv4", () => {
  const ipv6 = { aws_vpc: { main: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true } } };
  const topology = (lb: object) =>
    published({
      lb,
      frontIngress: [rule(443, { ipv6_cidr_blocks: ["::/0"] })],
      more: {
        ...ipv6,
        aws_subnet: {
          public: {
            ...subnet("10.0.1.0/24"),
            ipv6_cidr_block: "${cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 1)}",
          },
        },
        aws_route: { ipv6: { ...ROUTE, destination_ipv6_cidr_block: "::/0" } },
      },
    });
  const question = { from: "internet", to: "front", family: "ipv6" } as const;
  const explanation = explain(topology({ ip_address_type: "dualstack" }), question);
  expect(explanation).toMatchObject({ verdict: "reachable", seenAs: "10.0.1.6" });
  expect(explanation.reply.at(-1)!.text).toContain("passes on the reply from 2001:db8:0:1::4");
  expect(explain(topology({}), question).blocker!.code).toBe("NO_IPV6_ADDRESS");
});

test("a load balancer opens no connections, and from inside its addresses are its name's to choose", () => {
  const topology = published();
  for (const from of ["front", "front-public"]) {
    expect(() => explain(topology, { from, to: "app" })).toThrow(UnknownEndError);
  }
  const { publicIp } = topology.networkInterfaces.find(({ name }) => name === "front-public")!;
  expect(() => explain(topology, { from: "web", to: publicIp! })).toThrow(/from inside a VPC, name front$/);
});

test("the matrix has it among the targets", () => {
  const { sources, targets, answers } = explainAll(published(), {});
  expect(sources).not.toContain("front");
  expect(answers[sources.indexOf("internet")]![targets.indexOf("front")]!.verdict).toBe("reachable");
});

describe("the service that an environment publishes", () => {
  const SERVICE = { publish: [{ name: "web", port: 443, targetPort: 8443, allowedCidrs: ["192.0.2.0/24"] }] };

  test("is open to whom it allows, and closed to others", () => {
    const topology = network(SERVICE);
    expect(
      unmetExpectations(topology, [
        { from: "192.0.2.7", to: "published", reachable: true },
        { from: "198.51.100.7", to: "published", reachable: false },
        { from: "192.0.2.7", to: "private-0", port: 8443, reachable: false },
        { from: "192.0.2.7", to: "published", port: 8443, reachable: false },
      ]),
    ).toEqual([]);
  });

  test("is closed when the instances no longer let the load balancer in", () => {
    const topology = spoiled(
      "published",
      ({ resource }) => delete resource.aws_vpc_security_group_ingress_rule.published_web,
      SERVICE,
    );
    expect(answer(topology, "192.0.2.7", "published")).toBe("ENI_SG_RULES_MISMATCH");
  });
});
