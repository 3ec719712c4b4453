import { explain } from "../../lib/reachability";
import { EVERYTHING, OVER_IPV6, VPC, addressOf, dualStack, vpc_id } from "./dual-stack";
import { ANYTHING, answer, small, subnet, way } from "./small";

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
