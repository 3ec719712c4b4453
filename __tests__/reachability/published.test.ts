import { UnknownEndError, explain, explainAll, lessonOf, unmetExpectations } from "../../lib/reachability";
import { network, spoiled } from "./networks";
import { ROUTE, published, rule } from "./published";
import { answer, host, subnet } from "./small";

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
      ({ resource }) => delete resource.aws_vpc_security_group_ingress_rule.to_instances_tcp_8443,
      SERVICE,
    );
    expect(answer(topology, "192.0.2.7", "published")).toBe("ENI_SG_RULES_MISMATCH");
  });
});
