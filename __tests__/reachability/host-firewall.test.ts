import { explain } from "../../lib/reachability";
import { SecurityGroupRule, Topology } from "../../lib/topology";
import { THREE_ZONES, network } from "./networks";

const PER_ZONE = { ...THREE_ZONES, nat: { placement: "per-zone" }, privateInstances: { count: 3 } } as const;
const SINGLE = { ...THREE_ZONES, privateInstances: { count: 3 } };

const ANYONE = {
  protocol: "all",
  peer: { kind: "cidr", cidr: "0.0.0.0/0" },
  stack: "test",
  address: "test.rule",
} as SecurityGroupRule;

/** The same network with every security group open. */
function open(topology: Topology): Topology {
  const securityGroups = topology.securityGroups.map((group) => ({
    ...group,
    ingress: [ANYONE],
    egress: [ANYONE],
  }));
  return { ...topology, securityGroups };
}

function withUserData(topology: Topology, change: (userData: string) => string): Topology {
  const instances = topology.instances.map((instance) => ({
    ...instance,
    ...(instance.userData !== undefined && { userData: change(instance.userData) }),
  }));
  return { ...topology, instances };
}

/** The private zone's table leads to another zone's NAT host. */
function ledToHostOf(topology: Topology, table: string, networkInterface: string): Topology {
  const { id } = topology.networkInterfaces.find(({ name }) => name === networkInterface)!;
  const routeTables = topology.routeTables.map((candidate) => ({
    ...candidate,
    routes: candidate.routes.map((route) =>
      candidate.name === table ? { ...route, target: { kind: "network-interface" as const, id } } : route,
    ),
  }));
  return { ...topology, routeTables };
}

describe("the NAT host's own firewall", () => {
  test.each([
    ["tcp", 443],
    ["tcp", 22],
    ["udp", 53],
  ] as const)("refuses what the private side sends to the host itself by %s %s", (protocol, port) => {
    for (const to of ["nat-b", "nat-b-card1"]) {
      expect(explain(network(), { from: "private-0", to, protocol, port })).toMatchObject({
        verdict: "not reachable",
        blocker: { code: "HOST_FIREWALL", name: "nat-b" },
      });
    }
  });

  test.each(["nat-b", "nat-b-card1"])("lets the private side ping %s", (to) => {
    expect(explain(network(), { from: "private-0", to, protocol: "icmp" }).verdict).toBe("reachable");
  });

  test("comes after the security groups, which are named first", () => {
    const before = network({}, ["network", "nat-instance", "private-instances"]);
    expect(explain(before, { from: "private-0", to: "nat-b" }).blocker).toMatchObject({
      code: "ENI_SG_RULES_MISMATCH",
    });
  });

  test("refuses the private subnets that another host serves, too", () => {
    for (const to of ["nat-b", "nat-b-card1"]) {
      const answer = explain(network(PER_ZONE), { from: "private-0", to });
      expect(answer.blocker).toMatchObject({ code: "HOST_FIREWALL", name: "nat-b" });
    }
  });

  test("leaves who may come from outside of the VPC to the security group", () => {
    expect(explain(open(network()), { from: "internet", to: "nat-b", port: 22 }).verdict).toBe("reachable");
  });

  test("passes on what comes from another zone, which may have lost its own host", () => {
    const crossed = ledToHostOf(network(PER_ZONE), "private-a", "nat-b-card1");
    for (const from of ["private-0", "private-1"]) {
      expect(explain(crossed, { from, to: "internet" }).verdict).toBe("reachable");
    }
  });

  test("passes on only what comes from the ranges that the host knows as the VPC's", () => {
    const untold = withUserData(network(PER_ZONE), (userData) =>
      userData.replace("vpc = { 10.8.0.0/16 }", "vpc = { 10.8.4.0/24, 100.64.0.0/16 }"),
    );
    const crossed = ledToHostOf(untold, "private-a", "nat-b-card1");
    expect(explain(crossed, { from: "private-1", to: "internet" }).verdict).toBe("reachable");
    expect(explain(crossed, { from: "private-0", to: "internet" }).blocker).toMatchObject({
      code: "HOST_FIREWALL",
      name: "nat-b",
      why: expect.stringContaining("the VPC's 10.8.4.0/24, 100.64.0.0/16"),
    });
  });

  test.each([
    ["no cloud-config", () => "#!/bin/sh\ncat /etc/nftables/nat-host.nft"],
    ["no YAML", (userData: string) => `${userData}\n\t}{`],
    ["another file", (userData: string) => userData.replaceAll("nat-host.nft", "other.nft")],
  ])("is known by its file alone: user data with %s is any instance's", (_, change) => {
    const unknown = withUserData(network(), change);
    expect(explain(unknown, { from: "private-0", to: "nat-b" }).verdict).toBe("reachable");
    expect(explain(unknown, { from: "private-0", to: "internet" }).verdict).toBe("reachable");
  });
});

describe("an instance with two network interfaces", () => {
  const address = (topology: Topology, networkInterface: string) =>
    topology.networkInterfaces.find(({ name }) => name === networkInterface)!.privateIp;

  test("sends by the network interface that is in the other end's subnet", () => {
    const topology = open(network());
    expect(explain(topology, { from: "nat-b", to: "private-0" }).seenAs).toBe(
      address(topology, "nat-b-card1"),
    );
    expect(explain(topology, { from: "nat-b-card0", to: "private-0" }).seenAs).toBe(
      address(topology, "nat-b-card0"),
    );
  });

  test("sends by interface #1 into the VPC's other subnets as this project's NAT host", () => {
    const topology = open(network(SINGLE));
    expect(explain(topology, { from: "nat-a", to: "private-2" }).seenAs).toBe(
      address(topology, "nat-a-card1"),
    );
    const unknown = withUserData(topology, () => "#!/bin/sh");
    expect(explain(unknown, { from: "nat-a", to: "private-2" }).seenAs).toBe(
      address(topology, "nat-a-card0"),
    );
  });

  test("that is not known to have a route back to a subnet sends replies there by interface #0, and its check stops them", () => {
    const topology = network(SINGLE);
    const unknown = withUserData(topology, () => "#!/bin/sh");
    expect(explain(topology, { from: "private-2", to: "internet" }).verdict).toBe("reachable");
    expect(explain(unknown, { from: "private-0", to: "internet" }).verdict).toBe("reachable");
    expect(explain(unknown, { from: "private-2", to: "internet" }).blocker).toMatchObject({
      code: "ENI_SOURCE_DEST_CHECK_RESTRICTION",
      name: "nat-a-card0",
    });
  });

  test("replies by the network interface that its routes choose, and a check that is on stops the reply there", () => {
    // One that is not known to have a route of its own to the private subnet of zone a.
    const topology = withUserData(open(network(PER_ZONE)), () => "#!/bin/sh");
    const ping = { from: "private-0", to: "nat-b-card1", protocol: "icmp" } as const;
    expect(explain(topology, ping).blocker).toMatchObject({
      code: "ENI_SOURCE_DEST_CHECK_RESTRICTION",
      name: "nat-b-card0",
    });
    const unchecked = topology.networkInterfaces.map((networkInterface) => ({
      ...networkInterface,
      sourceDestCheck: false,
    }));
    expect(explain({ ...topology, networkInterfaces: unchecked }, ping).verdict).toBe("reachable");
  });
});
