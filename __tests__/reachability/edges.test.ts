import { explain } from "../../lib/reachability";
import { Topology } from "../../lib/topology";
import { network, spoiled, written } from "./networks";

const PRIVATE_TO_INTERNET = { from: "private-0", to: "internet" };

/** The smallest network with the private default route led elsewhere. */
function withPrivateRoute(target: object): Topology {
  return spoiled("routes", ({ resource }) => {
    const route = resource.aws_route.private_b_default;
    delete route.network_interface_id;
    Object.assign(route, target);
  });
}

test("routes that lead in a circle are found out", () => {
  const topology = network();
  const [interface1] = topology.networkInterfaces.filter(({ name }) => name === "nat-b-card1");
  const circle = {
    ...topology,
    routeTables: topology.routeTables.map((table) => ({
      ...table,
      routes: table.routes.map((route) => ({
        ...route,
        target: { kind: "network-interface" as const, id: interface1!.id },
      })),
    })),
    securityGroups: topology.securityGroups.map((group) => ({ ...group, ingress: group.egress })),
    // Whoever translates here does it for anyone.
    instances: topology.instances.map((instance) => ({ ...instance, userData: undefined })),
  };
  expect(explain(circle, PRIVATE_TO_INTERNET).blocker).toMatchObject({ code: "ROUTE_LOOP" });
});

test("a private subnet's route to the internet gateway helps no one without a public address", () => {
  const topology = network();
  const igw = topology.gateways[0]!;
  const straight = {
    ...topology,
    routeTables: topology.routeTables.map((table) => ({
      ...table,
      routes: table.routes.map((route) => ({ ...route, target: { kind: igw.kind, id: igw.id } })),
    })),
  } as Topology;
  expect(explain(straight, PRIVATE_TO_INTERNET).blocker).toMatchObject({
    code: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
    name: "private-0-card0",
  });
});

test.each([
  [
    { transit_gateway_id: "tgw-0123456789abcdef0" },
    "transit gateway tgw-0123456789abcdef0, which is not followed",
  ],
  [{ nat_gateway_id: "nat-0123456789abcdef0" }, "NAT gateway nat-0123456789abcdef0, which was not read"],
  [
    { network_interface_id: "eni-0123456789abcdef0" },
    "network interface eni-0123456789abcdef0, which was not read",
  ],
])(
  "where a target leads that is not followed or was not read is not decided, and it is named: %j",
  (target, what) => {
    expect(explain(withPrivateRoute(target), PRIVATE_TO_INTERNET)).toMatchObject({
      verdict: "not decided",
      missing: [{ name: "routes/aws_route.private_b_default", why: `leads 0.0.0.0/0 to ${what}` }],
    });
  },
);

test.each([
  ["8.8.8.0/24", "0.0.0.0/0"],
  ["0.0.0.0/0", "8.8.8.0/24"],
])("the longest prefix wins, in whatever order the routes are written: %s, %s", (...destinations) => {
  const topology = network();
  const bent = {
    ...topology,
    routeTables: topology.routeTables.map((table) => ({
      ...table,
      routes: table.routes.flatMap((route) =>
        destinations.map((destination) =>
          destination === route.destination
            ? route
            : {
                ...route,
                destination,
                target: { kind: "other" as const, id: "tgw-0123456789abcdef0", what: "transit gateway" },
              },
        ),
      ),
    })),
  };
  expect(explain(bent, { from: "private-0", to: "8.8.8.8" }).verdict).toBe("not decided");
  expect(explain(bent, { from: "private-0", to: "8.8.4.4" }).verdict).toBe("reachable");
});

test("an endpoint without private DNS does not take its service's public name over", () => {
  const topology = spoiled("private-instances", ({ resource }) => {
    resource.aws_vpc_endpoint.endpoints_ssm.private_dns_enabled = false;
  });
  const hops = (to: string) => explain(topology, { from: "private-0", to }).request.map(({ name }) => name);
  expect(hops("aws:ssm")).toContain("nat-b");
  expect(hops("aws:ssmmessages")).not.toContain("nat-b");
});

test("a network interface is looked for in the packet's own VPC", () => {
  const [a, b] = ["a", "b"].map((name) => ({ [name]: { cidr_block: "10.0.0.0/16" } }));
  const topology = written({
    aws_vpc: { ...a, ...b },
    aws_subnet: {
      a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24" },
      b: { vpc_id: "${aws_vpc.b.id}", cidr_block: "10.0.2.0/24" },
    },
    aws_security_group: { open: { vpc_id: "${aws_vpc.b.id}", egress: [ANYTHING], ingress: [ANYTHING] } },
    aws_instance: {
      one: { subnet_id: "${aws_subnet.a.id}", private_ip: "10.0.1.10" },
      two: { subnet_id: "${aws_subnet.b.id}", vpc_security_group_ids: ["${aws_security_group.open.id}"] },
    },
  });
  expect(explain(topology, { from: "two", to: "one" }).blocker).toMatchObject({
    code: "NO_POSSIBLE_DESTINATION",
  });
});

test("the reply of a public instance that goes another way than the request came is named", () => {
  const topology = network({ ssh: { ...SSH, allowedCidrs: ["192.0.2.0/24"] } });
  const interface1 = topology.networkInterfaces.find(({ name }) => name === "nat-b-card1")!;
  const bent = {
    ...topology,
    routeTables: topology.routeTables.map((table) => ({
      ...table,
      routes: table.routes.map((route) => ({
        ...route,
        target: { kind: "network-interface" as const, id: interface1.id },
      })),
    })),
  };
  expect(explain(topology, { from: "internet", to: "nat-b", port: 22 }).verdict).toBe("reachable");
  expect(explain(bent, { from: "internet", to: "nat-b", port: 22 })).toMatchObject({
    verdict: "not reachable",
    blocker: { code: "ASYMMETRIC_REPLY", name: "public" },
  });
});

test("an internet gateway that is attached elsewhere is a blackhole, both ways", () => {
  const topology = network({ ssh: { ...SSH, allowedCidrs: ["192.0.2.0/24"] } });
  const gateways = topology.gateways.map((gateway) => ({ ...gateway, vpcId: "vpc-elsewhere" }));
  const loose = { ...topology, gateways };
  expect(explain(loose, PRIVATE_TO_INTERNET).blocker).toMatchObject({
    code: "BAD_STATE_ROUTE",
    name: "public",
  });
  expect(explain(loose, { from: "internet", to: "nat-b", port: 22 }).verdict).toBe("not reachable");
});

test("an address of another VPC, or any private one, leads nowhere on the internet", () => {
  const topology = network();
  const other = { ...topology.vpcs[0]!, id: "vpc-other", name: "other", cidr: "100.64.0.0/16" };
  for (const to of ["10.9.0.1", "192.168.0.1"]) {
    expect(explain(topology, { from: "private-0", to }).blocker).toMatchObject({
      code: "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
    });
  }
  const networkInterface = {
    ...topology.networkInterfaces[0]!,
    id: "eni-other",
    name: "other",
    privateIp: "100.64.0.4",
  };
  const both = {
    ...topology,
    vpcs: [...topology.vpcs, other],
    networkInterfaces: [...topology.networkInterfaces, networkInterface],
  };
  expect(explain(both, { from: "private-0", to: "other" }).blocker).toMatchObject({
    code: "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
  });
});

test("nothing answers behind a network interface that is attached to nothing", () => {
  const topology = spoiled("nat-instance", ({ resource }) => {
    delete resource.aws_network_interface_attachment;
  });
  expect(explain(topology, { from: "private-0", to: "nat-b-card1", protocol: "icmp" }).blocker).toMatchObject(
    { code: "NETWORK_INTERFACE_NOT_ATTACHED", name: "nat-b-card1" },
  );
});

test.each([
  [8, 0, true],
  [8, undefined, true],
  [undefined, undefined, true],
  [8, 3, false],
  [0, 0, false],
])("a rule for ICMP type %s, code %s lets a ping in: %s", (type, code, reachable) => {
  const topology = network();
  const securityGroups = topology.securityGroups.map((group) => ({
    ...group,
    ingress: group.egress.map(({ stack, address, peer }) => ({
      ...{ stack, address, peer, type, code },
      protocol: "icmp" as const,
    })),
  }));
  const ping = { from: "private-0", to: "private-1", protocol: "icmp" } as const;
  expect(explain({ ...topology, securityGroups }, ping).verdict === "reachable").toBe(reachable);
});

const SSH = {
  publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ3vY8p6Zk0q3v3z0m8x6i3sYb1p8d9mJ2n0r3WmXo5f",
};

const ANYTHING = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };
