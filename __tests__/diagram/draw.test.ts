import { draw } from "../../lib/diagram/draw";
import { boxesOf, nodesOf } from "../../lib/diagram/picture";
import { Topology } from "../../lib/topology";
import { box, node } from "./drawn";
import {
  ofEnvironment,
  oneZone,
  otherPeoples,
  regional,
  resource,
  ruling,
  table,
  threeZones,
} from "./topologies";

const NETWORKS: readonly (readonly [string, Topology])[] = [
  ["one zone", oneZone()],
  ["many instances", oneZone(12)],
  ["three zones", threeZones()],
  ["NAT gateway, endpoints and peering", otherPeoples()],
  ["a NAT gateway of the whole VPC", regional()],
  ["IPv6", ofEnvironment("dual-stack")],
  ["a published service", ofEnvironment("published")],
];

describe.each(NETWORKS)("%s", (_, topology) => {
  const picture = draw(topology);

  test("every network interface, gateway, route table, Elastic IP and gateway endpoint is in one node, and only there", () => {
    const ruling = topology.subnets.map(({ routeTableId }) => routeTableId);
    const expected = [
      ...topology.networkInterfaces,
      ...topology.gateways,
      ...topology.routeTables.filter(({ id }) => ruling.includes(id)),
      ...topology.elasticIps,
      ...topology.endpoints.filter(({ kind }) => kind === "gateway"),
    ].map(({ id }) => id);
    const drawn = nodesOf(picture).flatMap(({ elements }) => elements);
    expect(drawn.filter((id) => expected.includes(id)).sort()).toEqual([...expected].sort());
  });

  test("an instance is in its network interface's node, or the link between its network interfaces", () => {
    const drawn = nodesOf(picture).flatMap(({ elements }) => elements);
    for (const { id, networkInterfaceIds: networkInterfaces } of topology.instances) {
      const links = picture.links.filter(
        ({ kind, to }) => kind === "same-instance" && to === networkInterfaces[0],
      );
      expect(drawn.filter((drawnId) => drawnId === id)).toHaveLength(networkInterfaces.length === 1 ? 1 : 0);
      expect(links.map(({ from }) => from)).toEqual(networkInterfaces.slice(1));
    }
  });

  test("every VPC, zone and subnet is one box, in the box that it belongs to", () => {
    for (const { id, zone, vpcId } of topology.subnets) {
      const vpc = picture.boxes.find(({ key }) => key === vpcId)!;
      const zones = vpc.boxes.filter(
        ({ name, boxes }) => name === zone && boxes.some(({ key }) => key === id),
      );
      expect(zones).toHaveLength(1);
    }
    const keys = boxesOf(picture).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(boxesOf(picture).filter(({ kind }) => kind.endsWith("subnet"))).toHaveLength(
      topology.subnets.length,
    );
  });

  test("every network interface is in its subnet", () => {
    for (const { id, subnetId } of topology.networkInterfaces) {
      expect(box(topology, subnetId).nodes.flatMap(({ elements }) => elements)).toContain(id);
    }
  });

  test("every route leads where its table says, from the line with its prefix", () => {
    for (const table of topology.routeTables) {
      for (const { destination, target } of table.routes) {
        const line = node(topology, table.id).details.indexOf(destination);
        const links = picture.links.filter((link) => link.from === table.id && link.line === line);
        expect(links).toEqual([{ kind: "route", from: table.id, to: target.id, line }]);
      }
    }
  });
});

describe("a subnet", () => {
  test.each([
    ["public", "an internet gateway for 0.0.0.0/0", { cidr_block: "0.0.0.0/0", gateway_id: "igw-1" }],
    ["public", "an internet gateway for ::/0", { ipv6_cidr_block: "::/0", gateway_id: "igw-1" }],
    ["private", "an internet gateway for less", { cidr_block: "198.51.100.0/24", gateway_id: "igw-1" }],
    ["private", "a network interface", { cidr_block: "0.0.0.0/0", network_interface_id: "eni-nat-b-1" }],
    ["private", "nothing", undefined],
  ])("is %s when its table leads to %s", (kind, _, only) => {
    const topology = oneZone(2, [table("private_b", only ? [only] : [])]);
    expect(box(topology, "subnet-private-b").kind).toBe(`${kind}-subnet`);
  });

  test("is private when its table leads to a NAT gateway or an egress-only gateway", () => {
    expect(box(otherPeoples(), "subnet-private-a").kind).toBe("private-subnet");
  });

  test("shows four instances and folds the rest into one node, in the order of their numbers", () => {
    expect(instances(oneZone(4))).toEqual(["private-0", "private-1", "private-2", "private-3"]);
    expect(instances(oneZone(12))).toEqual(["private-0", "private-1", "private-2", "private-3", "+ 8 more"]);
  });

  test("shows an instance on the path first", () => {
    expect(instances(oneZone(12), ["i-private-10"])).toEqual([
      "private-10",
      "private-0",
      "private-1",
      "private-2",
      "+ 8 more",
    ]);
  });
});

describe("a route table", () => {
  test("is drawn in the subnet that it rules alone", () => {
    expect(box(threeZones(), "subnet-private-a").nodes.map(({ key }) => key)).toContain("rtb-private-a");
  });

  test("is drawn in the VPC when it rules subnets of several zones, with a link from each", () => {
    const { boxes, links } = draw(threeZones());
    expect(boxes[0]!.nodes.map(({ key }) => key)).toContain("rtb-public");
    expect(links.filter(({ kind }) => kind === "rules").map(({ from, to }) => [from, to])).toEqual(
      ["a", "b", "c"].map((zone) => [`subnet-public-${zone}`, "rtb-public"]),
    );
  });

  test("is drawn in the zone when it rules several subnets of it", () => {
    const topology = oneZone(2, [ruling("private", "b", "rtb-public")]);
    const zone = draw(topology).boxes[0]!.boxes[0]!;
    expect(zone.nodes.map(({ key }) => key)).toEqual(["rtb-public"]);
  });

  test("without subnets is drawn when it has routes, and left out when not", () => {
    const idle = oneZone(2, [
      resource("aws_default_route_table.main", "rtb-main", {
        vpc_id: "vpc-1",
        default_route_table_id: "rtb-main",
        route: [{ cidr_block: "0.0.0.0/0", gateway_id: "igw-1" }],
      }),
    ]);
    expect(draw(idle).boxes[0]!.nodes.map(({ key }) => key)).toContain("rtb-main");
    expect(nodesOf(draw(oneZone())).map(({ key }) => key)).not.toContain("rtb-main");
  });

  test("shows the prefix list of a gateway endpoint and where it leads", () => {
    const line = node(otherPeoples(), "rtb-private").details.indexOf("s3");
    const links = draw(otherPeoples()).links.filter(({ from }) => from === "rtb-private");
    expect(links).toContainEqual({ kind: "route", from: "rtb-private", to: "vpce-s3", line });
  });
});

describe("what is written into a node", () => {
  test.each([
    ["the NAT host's network interfaces", oneZone(), "eni-nat-b-0", "nat-b", ["interface #0", "Elastic IP"]],
    ["a check that is off", oneZone(), "eni-nat-b-1", "nat-b", ["interface #1", "no source/dest check"]],
    ["an endpoint's service", oneZone(), "eni-ssm-b", "ssm", []],
    ["a NAT gateway's address", otherPeoples(), "nat-1", "way-out", ["NAT gateway", "Elastic IP"]],
    ["a way out by IPv6", otherPeoples(), "eigw-1", "six", ["egress-only", "internet gateway"]],
    ["an address that nothing has", otherPeoples(), "eipalloc-b", "spare", ["Elastic IP", "not associated"]],
    [
      "a target that the model does not know",
      otherPeoples(),
      "pcx-0123",
      "pcx-0123",
      ["VPC peering connection"],
    ],
    ["a network interface without an instance", loose(), "eni-spare", "spare", ["not attached"]],
    [
      "an address that AWS lends",
      changedPrivate({ public_ip: "203.0.113.99" }),
      "eni-private-0",
      "private-0",
      ["public address"],
    ],
  ])("%s", (_, topology, id, name, details) => {
    expect(node(topology, id)).toMatchObject({ name, details });
  });

  test("what forwards for others is a NAT host: a route leads to it or the check is off", () => {
    const kinds = (topology: Topology) => node(topology, "eni-private-0").kind;
    expect(kinds(oneZone())).toBe("instance");
    const toIt = { cidr_block: "0.0.0.0/0", network_interface_id: "eni-private-0" };
    expect(kinds(oneZone(2, [table("private_b", [toIt])]))).toBe("nat-host");
    expect(kinds(changedPrivate({ source_dest_check: false }))).toBe("nat-host");
  });

  test("a NAT gateway is drawn in its subnet, and an Elastic IP whose network interface is not known outside", () => {
    const elsewhere = { public_ip: "203.0.113.21", network_interface: "eni-elsewhere" };
    const topology = otherPeoples([resource("aws_eip.spare", "eipalloc-b", elsewhere)]);
    expect(box(topology, "subnet-public-a").nodes.map(({ key }) => key)).toEqual(["nat-1"]);
    expect(draw(topology).nodes.map(({ key }) => key)).toContain("eipalloc-b");
  });

  test("an internet gateway without a VPC is drawn outside", () => {
    const topology = oneZone(2, [resource("aws_internet_gateway.gateway", "igw-1", {})]);
    expect(draw(topology).nodes.map(({ key }) => key)).toContain("igw-1");
  });
});

function instances(topology: Topology, highlight: string[] = []): string[] {
  const nodes = nodesOf(draw(topology, { highlight }));
  return nodes.filter(({ kind }) => kind === "instance" || kind === "more").map(({ name }) => name);
}

/** With another first private instance. */
function changedPrivate(values: object): Topology {
  const own = { subnet_id: "subnet-private-b", primary_network_interface_id: "eni-private-0" };
  return oneZone(2, [resource("aws_instance.private_0", "i-private-0", { ...own, ...values })]);
}

function loose(): Topology {
  const spare = { subnet_id: "subnet-private-b" };
  return oneZone(2, [resource("aws_network_interface.spare", "eni-spare", spare)]);
}
