import { explain } from "../../lib/reachability";
import {
  Changes,
  FROM_ANYWHERE,
  FROM_FRONT,
  FRONT,
  ROUTE,
  asked,
  published,
  rule,
  vpc_id,
} from "./published";
import { ANYTHING, answer, by, way } from "./small";

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

  test("of an internal load balancer answers by it as well, and not by a route that leads elsewhere", () => {
    const detour = { ...ROUTE, route_table_id: "${aws_route_table.private.id}", ...by("nat") };
    const topology = published({
      lb: { internal: true },
      frontIngress: [ANYTHING],
      more: {
        aws_route: { detour: { ...detour, gateway_id: undefined, destination_cidr_block: "10.0.1.0/24" } },
      },
    });
    const explanation = explain(topology, { from: "web", to: "front" });
    expect(explanation.verdict).toBe("reachable");
    expect(explanation.reply.map(({ name }) => name)).toEqual(["front", "web-card0"]);
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

test("one without a security group lets everything in and out", () => {
  const changes = {
    lb: { security_groups: [] },
    targetIngress: [rule(8443, { cidr_blocks: ["0.0.0.0/0"] })],
  };
  expect(asked(changes)).toMatchObject({ verdict: "reachable" });
});
