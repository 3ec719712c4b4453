import { explain } from "../../lib/reachability";
import { Topology } from "../../lib/topology";
import { THREE_ZONES, network, spoiled } from "./networks";

const BEFORE_ROUTES = ["network", "nat-instance", "private-instances"] as const;
const SSH = {
  publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ3vY8p6Zk0q3v3z0m8x6i3sYb1p8d9mJ2n0r3WmXo5f",
  allowedCidrs: ["198.51.100.0/24"],
};

describe("a private instance", () => {
  test.each([
    ["tcp", 443],
    ["udp", 53],
    ["icmp", undefined],
  ] as const)("reaches the internet by %s through the NAT host, under its Elastic IP", (protocol, port) => {
    const topology = network();
    const answer = explain(topology, { from: "private-0", to: "internet", protocol, port });
    expect(answer).toMatchObject({ verdict: "reachable", seenAs: topology.elasticIps[0]!.publicIp });
    expect(answer.request.map(({ name }) => name)).toEqual([
      "private-0-card0",
      "private-b",
      "nat-b-card1",
      "nat-b",
      "nat-b-card0",
      "public",
      "gateway",
    ]);
    expect(answer.reply.map(({ name }) => name)).toEqual([
      "gateway",
      "nat-b",
      "nat-b-card1",
      "private-0-card0",
    ]);
  });

  test("is translated at the NAT host and once more at the gateway, and back in the other order", () => {
    const topology = network();
    const networkInterface = (name: string) =>
      topology.networkInterfaces.find((candidate) => candidate.name === name)!;
    const [own, nat, world] = [
      networkInterface("private-0-card0").privateIp,
      networkInterface("nat-b-card0").privateIp,
      networkInterface("nat-b-card0").publicIp,
    ];
    const { request, reply } = explain(topology, { from: "private-0", to: "internet" });
    const text = (hops: typeof request, name: string) => hops.find((hop) => hop.name === name)!.text;
    expect(text(request, "nat-b")).toContain(`${own} to ${nat}`);
    expect(text(request, "gateway")).toContain(`${nat} to ${world}`);
    expect(text(reply, "gateway")).toContain(`for ${world}; translates it back to ${nat}`);
    expect(text(reply, "nat-b")).toContain(`${nat} belongs to ${own}`);
  });

  test("talks to the endpoint in its own zone", () => {
    const topology = network({ ...THREE_ZONES, privateInstances: { count: 3 } });
    for (const [index, letter] of ["a", "b", "c"].entries()) {
      const { request } = explain(topology, { from: `private-${index}`, to: "aws:ssm" });
      expect(request.at(-1)!.name).toBe(`endpoints-ssm-private-${letter}`);
    }
  });

  test("has no way out before the routes are deployed, for want of a route", () => {
    const answer = explain(network({}, [...BEFORE_ROUTES]), { from: "private-0", to: "internet" });
    expect(answer.blocker).toMatchObject({ code: "NO_ROUTE_TO_DESTINATION", name: "private-b" });
  });

  test("has no way out while interface #1's source/destination check is on", () => {
    const checked = spoiled("nat-instance", ({ resource }) => {
      resource.aws_network_interface.nat_b_card1.source_dest_check = true;
    });
    expect(explain(checked, { from: "private-0", to: "internet" }).blocker).toMatchObject({
      code: "ENI_SOURCE_DEST_CHECK_RESTRICTION",
      name: "nat-b-card1",
      fix: "set source_dest_check = false on this network interface",
    });
  });

  test.each([
    ["single", "nat-a"],
    ["per-zone", "nat-c"],
  ] as const)("of the third zone leaves by the NAT host that serves it: %s, %s", (placement, host) => {
    const topology = network({ ...THREE_ZONES, nat: { placement }, privateInstances: { count: 3 } });
    const answer = explain(topology, { from: "private-2", to: "internet" });
    expect(answer.verdict).toBe("reachable");
    expect(answer.request.map(({ name }) => name)).toContain(host);
  });

  test("reaches Systems Manager without a way out where there are endpoints", () => {
    const offline = network({}, [...BEFORE_ROUTES]);
    for (const service of ["aws:ssm", "aws:ssmmessages", "aws:ec2messages"]) {
      const answer = explain(offline, { from: "private-0", to: service });
      expect(answer.verdict).toBe("reachable");
      expect(answer.request.map(({ name }) => name)).not.toContain("nat-b");
    }
  });

  test("reaches Systems Manager through the NAT host where there are none", () => {
    const answer = explain(network({ endpoints: false }), { from: "private-0", to: "aws:ssm" });
    expect(answer.verdict).toBe("reachable");
    expect(answer.request.map(({ name }) => name)).toContain("nat-b");
    const offline = network({ endpoints: false }, [...BEFORE_ROUTES]);
    expect(explain(offline, { from: "private-0", to: "aws:ssm" }).verdict).toBe("not reachable");
  });

  test("is not reached by another one, whose security group lets nothing in", () => {
    expect(explain(network(), { from: "private-0", to: "private-1" }).blocker).toMatchObject({
      code: "ENI_SG_RULES_MISMATCH",
      name: "private-1-card0",
    });
  });
});

describe("a stranger on the internet", () => {
  test.each([
    ["tcp", 22],
    ["tcp", 443],
    ["udp", 53],
    ["icmp", undefined],
  ] as const)(
    "never reaches a private instance by %s %s, because it has no public address",
    (protocol, port) => {
      for (const topology of [network(), network({ ssh: SSH }), network({ endpoints: false })]) {
        const answer = explain(topology, { from: "internet", to: "private-0", protocol, port });
        expect(answer).toMatchObject({
          verdict: "not reachable",
          strangerToPrivate: true,
          blocker: { code: "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS", name: "private-0-card0" },
        });
      }
    },
  );

  test("reaches the NAT host by SSH only where it is configured, and only from those ranges", () => {
    const ssh = (topology: Topology, from: string, port = 22) =>
      explain(topology, { from, to: "nat-b", port }).verdict === "reachable";
    const open = network({ ssh: SSH });
    expect(ssh(network(), "198.51.100.9")).toBe(false);
    expect(ssh(open, "198.51.100.9")).toBe(true);
    expect(ssh(open, "198.51.101.9")).toBe(false);
    expect(ssh(open, "198.51.100.9", 443)).toBe(false);
    expect(explain(network(), { from: "198.51.100.9", to: "nat-b", port: 22 }).blocker).toMatchObject({
      code: "ENI_SG_RULES_MISMATCH",
      name: "nat-b-card0",
    });
  });

  test("does not reach the NAT host's interface #1, which has no public address", () => {
    expect(
      explain(network({ ssh: SSH }), { from: "internet", to: "nat-b-card1", port: 22 }).blocker,
    ).toMatchObject({
      code: "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS",
      name: "nat-b-card1",
    });
  });
});
