import { EnvironmentInput } from "../../lib/config/schema";
import { natZoneFor, natZones } from "../../lib/config/nat";
import { resolveEnvironment } from "../../lib/config/resolve";
import { SOURCE, linesFor } from "./lines";

type Network = NonNullable<EnvironmentInput["network"]>;
type Zone = Network["zones"][number];

const A: Zone = {
  name: "eu-central-1a",
  publicSubnetId: "subnet-00000000000000001",
  privateSubnets: [
    { id: "subnet-00000000000000011", cidr: "10.60.16.0/20" },
    { id: "subnet-00000000000000012", cidr: "100.64.0.0/24" },
  ],
  routeTables: [{ id: "rtb-00000000000000001", wayOutToday: "nat-00000000000000001" }],
};

const B: Zone = {
  name: "eu-central-1b",
  privateSubnets: [
    { id: "subnet-00000000000000021", cidr: "10.60.32.0/20", routeTableId: "rtb-00000000000000001" },
  ],
  routeTables: [],
};

const NETWORK: Network = {
  vpcId: "vpc-00000000000000001",
  vpcCidrs: ["10.60.0.0/16", "100.64.0.0/16"],
  takeOver: false,
  zones: [A, B],
};

const EXISTING: EnvironmentInput = { region: "eu-central-1", network: NETWORK };

/** The lines about the network with changes to it, or to the environment. */
const linesOf = (network: object = {}, changes: object = {}) =>
  linesFor({ ...EXISTING, network: { ...NETWORK, ...network }, ...changes });
const resolved = (network: Partial<Network> = {}, changes: Partial<EnvironmentInput> = {}) =>
  resolveEnvironment({ ...EXISTING, network: { ...NETWORK, ...network }, ...changes }, SOURCE);

describe("an existing network", () => {
  test("has neither private instances nor endpoints of ours, unless the environment says so", () => {
    expect(resolved()).toMatchObject({ endpoints: false, privateInstances: { count: 0 } });
    const changes = { endpoints: true, privateInstances: { count: 1 } };
    expect(resolved({}, changes)).toMatchObject(changes);
    expect(resolved({}, { privateInstances: { instanceType: "t4g.micro" } }).privateInstances.count).toBe(0);
  });

  test("lets its private subnets use the NAT, unless the environment names others", () => {
    expect(resolved().clients.cidrs).toEqual(["10.60.16.0/20", "100.64.0.0/24", "10.60.32.0/20"]);
    expect(resolved({}, { clients: { cidrs: [] } }).clients.cidrs).toEqual([]);
  });

  test("is served from its zones with a public subnet", () => {
    for (const placement of ["single", "per-zone"] as const) {
      const environment = resolved({ zones: [B, A] }, { nat: { placement } });
      expect(natZones(environment).map(({ letter }) => letter)).toEqual(["a"]);
      expect(environment.zones.map((zone) => natZoneFor(environment, zone).letter)).toEqual(["a", "a"]);
    }
  });

  test("knows which table rules each private subnet: the one named, that at its place, or the last", () => {
    const tables = [{ id: "rtb-00000000000000002" }, { id: "rtb-00000000000000003" }];
    const three = [...A.privateSubnets, { id: "subnet-00000000000000013", cidr: "10.60.48.0/20" }];
    const { network } = resolved({
      zones: [
        { ...A, privateSubnets: three, routeTables: tables },
        { ...B, routeTables: A.routeTables },
      ],
    });
    expect(
      network!.zones.map(({ privateSubnets }) =>
        privateSubnets.map(({ routeTableId }) => routeTableId.at(-1)),
      ),
    ).toEqual([["2", "3", "3"], ["1"]]);
  });
});

describe("an existing network is refused", () => {
  const cases: [line: string, network: object, changes?: object][] = [
    [
      "vpcCidr: is for a VPC that the stacks make, and network names one that exists; remove one of the two",
      {},
      { vpcCidr: "10.60.0.0/16" },
    ],
    [
      "zones: is for a VPC that the stacks make, and network names one that exists; remove one of the two",
      {},
      { zones: ["eu-central-1a"] },
    ],
    ['network.vpcId: "vpc-123" is no VPC id; write one like "vpc-0123456789abcdef0"', { vpcId: "vpc-123" }],
    ["network.takeOver: is missing; write one, such as false", { takeOver: undefined }],
    ["network.vpcCidrs: [] is empty; name all of the VPC's ranges", { vpcCidrs: [] }],
    ["network.zones: is missing", { zones: undefined }],
    [
      'network.zones[1].routeTables: is missing; write one, such as [{"id":"rtb-0123456789abcdef0","wayOutToday":"nat-0123456789abcdef0"}]',
      { zones: [A, { ...B, routeTables: undefined }] },
    ],
    [
      'network.zones[1].routeTables[0].id: is missing; write one, such as "rtb-0123456789abcdef0"',
      { zones: [A, { ...B, routeTables: [{}] }] },
    ],
    [
      'network.vpcCidrs[1]: "10.60.1.0/24" overlaps network.vpcCidrs[0] "10.60.0.0/16", which AWS does not allow; correct one',
      { vpcCidrs: ["10.60.0.0/16", "10.60.1.0/24", "100.64.0.0/16"] },
    ],
    [
      'network.zones[0].privateSubnets[1].cidr: "100.64.0.0/24" is outside the VPC\'s ranges "10.60.0.0/16"; correct it, or add the range that holds it to vpcCidrs',
      { vpcCidrs: ["10.60.0.0/16"] },
    ],
    [
      'network.zones[1].privateSubnets[0].cidr: "10.60.16.0/21" overlaps network.zones[0].privateSubnets[0].cidr "10.60.16.0/20", which AWS does not allow; correct one',
      { zones: [A, { ...B, privateSubnets: [{ ...B.privateSubnets[0], cidr: "10.60.16.0/21" }] }] },
    ],
    [
      'network.zones[1].publicSubnetId: "subnet-00000000000000011" is listed twice; list each once',
      { zones: [A, { ...B, publicSubnetId: "subnet-00000000000000011" }] },
    ],
    [
      'network.zones[1].routeTables[0].id: "rtb-00000000000000001" is listed twice; list each once',
      { zones: [A, { ...B, routeTables: A.routeTables }] },
    ],
    [
      'network.zones[1].name: "eu-central-1a" is listed twice; name each zone once',
      { zones: [A, { ...B, name: "eu-central-1a" }] },
    ],
    [
      'network.zones[1].name: "eu-west-1b" is no zone of the region "eu-central-1"; name one such as "eu-central-1a"',
      { zones: [A, { ...B, name: "eu-west-1b" }] },
    ],
    [
      "network.zones[1].privateSubnets[0].routeTableId: is missing, and the zone lists no route table; name the one of another zone that rules this subnet",
      { zones: [A, { ...B, privateSubnets: [{ id: "subnet-00000000000000021", cidr: "10.60.32.0/20" }] }] },
    ],
    [
      'network.zones[0].privateSubnets[0].routeTableId: "rtb-00000000000000009" is in no zone\'s routeTables; add it there, with what its default route leads to today',
      {
        zones: [
          { ...A, privateSubnets: [{ ...A.privateSubnets[0], routeTableId: "rtb-00000000000000009" }] },
          B,
        ],
      },
    ],
    [
      'network.zones[0].routeTables[0].wayOutToday: "i-00000000000000001" is nothing that a route leads to; write one like "nat-0123456789abcdef0"',
      { zones: [{ ...A, routeTables: [{ ...A.routeTables[0], wayOutToday: "i-00000000000000001" }] }, B] },
    ],
    [
      "network.zones: have no public subnet, and a NAT host or gateway needs one; give a zone its publicSubnetId, or make a subnet whose default route leads to an internet gateway",
      { zones: [{ ...A, publicSubnetId: undefined }, B] },
    ],
    [
      "network.leave: true needs the routes to be given back first; set takeOver: false and apply that before",
      { takeOver: true, leave: true },
    ],
    [
      'ipv6: "egress-only" changes the VPC and its subnets, which are not ours in an existing network; remove it',
      {},
      { ipv6: "egress-only" },
    ],
    [
      'nat.kind: "none" leaves the routes that were taken over nowhere to lead; give them back with takeOver: false, and then leave: true',
      {},
      { nat: { kind: "none" } },
    ],
    [
      'clients.cidrs[0]: "10.61.0.0/16" is outside the VPC\'s ranges "10.60.0.0/16", "100.64.0.0/16", and the NAT hosts serve these alone; name ranges inside them',
      {},
      { clients: { cidrs: ["10.61.0.0/16"] } },
    ],
    [
      "nat.elasticIpAllocationIds: names 2 for 1 NAT host; name one for each",
      {},
      { nat: { elasticIpAllocationIds: ["eipalloc-00000000000000001", "eipalloc-00000000000000002"] } },
    ],
  ];

  // A third parameter would be taken for a callback where a case has but two.
  test.each(cases)("%s", (line, ...given) => expect(linesOf(...given)).toEqual([line]));

  test.each([[null], ["vpc-00000000000000001"], [[]], [7], [{}]])("without a crash: %j", (network) => {
    const lines = linesFor({ region: "eu-central-1", network });
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join("\n")).not.toMatch(/undefined|TypeError/);
  });
});

describe("the ranges of a VPC of ours", () => {
  const GOOD = { region: "eu-central-1", zones: [{ name: "eu-central-1b", privateCidr: "100.64.0.0/20" }] };

  test("may be several, of which the first holds what is derived", () => {
    const environment = resolveEnvironment({ ...GOOD, vpcCidr: ["10.8.0.0/16", "100.64.0.0/16"] }, SOURCE);
    expect(environment.vpcCidrs).toEqual(["10.8.0.0/16", "100.64.0.0/16"]);
    expect(environment.zones[0]).toMatchObject({ publicCidr: "10.8.1.0/24", privateCidr: "100.64.0.0/20" });
  });

  test.each([
    [
      ["10.8.0.0/16", "10.8.4.0/24"],
      'vpcCidr[1]: "10.8.4.0/24" overlaps vpcCidr[0] "10.8.0.0/16"; name ranges that do not overlap',
    ],
    [[], "vpcCidr: [] is empty; name at least one range"],
    [
      ["10.8.0.0/16", "8"],
      'vpcCidr[1]: "8" is not an IPv4 range; write an address and a prefix length, like "10.8.0.0/16"',
    ],
    [7, 'vpcCidr: 7 must be a string, such as "10.0.0.0/16", or a list of these'],
    [
      "10.8.0.0/16",
      'zones[0].privateCidr: "100.64.0.0/20" is outside the VPC\'s range "10.8.0.0/16"; give a range inside it',
    ],
    [
      ["10.8.0.0/16", "10.9.0.0/16"],
      'zones[0].privateCidr: "100.64.0.0/20" is outside the VPC\'s ranges "10.8.0.0/16", "10.9.0.0/16"; give a range inside it',
    ],
  ])("are refused: %j", (vpcCidr, line) => {
    expect(
      linesFor({ ...GOOD, vpcCidr }).filter(
        (each) => !each.includes("privateCidr") || line.includes("privateCidr"),
      ),
    ).toEqual([line]);
  });
});
