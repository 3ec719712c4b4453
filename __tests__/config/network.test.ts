import { resolveEnvironment } from "../../lib/config/resolve";
import { testEnvironment } from "../support/synthesize";
import { GOOD, SOURCE, linesWith, refuses } from "./lines";

const [A, B] = ["eu-central-1a", "eu-central-1b"];

describe("zones are refused when one is", () => {
  refuses([
    [
      'zones[1].name: "eu-west-1a" is no zone of the region "eu-central-1"; name one such as "eu-central-1a"',
      { zones: [B, "eu-west-1a"] },
    ],
    ['zones[1].name: "eu-central-1b" is listed twice; name each zone once', { zones: [B, { name: B }] }],
  ]);
});

describe("subnets are refused when one is", () => {
  refuses([
    [
      'zones[0].publicCidr: "10.9.1.0/24" is outside the VPC\'s range "10.8.0.0/16"; give a range inside it',
      { zones: [{ name: B, publicCidr: "10.9.1.0/24" }] },
    ],
    [
      'zones[0].privateCidr: "10.0.0.0/16" is outside the VPC\'s range "10.8.0.0/16"; give a range inside it',
      { zones: [{ name: B, privateCidr: "10.0.0.0/16" }] },
    ],
    [
      'zones[0].privateCidr: "10.8.1.0/24" overlaps zones[0].publicCidr "10.8.1.0/24"; give each subnet a range of its own',
      { zones: [{ name: B, publicCidr: "10.8.1.0/24", privateCidr: "10.8.1.0/24" }] },
    ],
    [
      'zones[0].privateCidr: "10.8.2.0/24" overlaps zones[0].publicCidr "10.8.0.0/16"; give each subnet a range of its own',
      { zones: [{ name: B, publicCidr: "10.8.0.0/16" }] },
    ],
    [
      'zones[1].publicCidr: "10.8.2.128/25" overlaps zones[0].privateCidr "10.8.2.0/24"; give each subnet a range of its own',
      { zones: [A, { name: B, publicCidr: "10.8.2.128/25" }] },
    ],
  ]);

  test("of a VPC that has no room for them", () => {
    expect(linesWith({ vpcCidr: "10.8.0.0/26", zones: [A, B] })).toEqual([
      'zones[1]: "eu-central-1b" finds no room for its subnets in the VPC\'s "10.8.0.0/26"; enlarge vpcCidr, name fewer zones, or give publicCidr and privateCidr',
    ]);
  });

  test("not so: two /28 that make up a whole /27", () => {
    const zones = [{ name: B, publicCidr: "10.8.0.0/28", privateCidr: "10.8.0.16/28" }];
    expect(linesWith({ vpcCidr: "10.8.0.0/27", zones, privateInstances: { count: 7 } })).toEqual([]);
  });

  test("not so: neighbours in any order", () => {
    const zones = [{ name: B, publicCidr: "10.8.129.0/24", privateCidr: "10.8.128.0/24" }];
    expect(linesWith({ zones })).toEqual([]);
  });
});

describe("a VPC's range", () => {
  refuses(
    ["0.1.0.0/16", "127.0.0.0/16", "169.254.0.0/16", "224.0.0.0/16", "250.1.0.0/16"].map((vpcCidr) => [
      `vpcCidr: "${vpcCidr}" is a range that no network may use; use a private one, such as "10.0.0.0/16"`,
      { vpcCidr },
    ]),
  );

  test.each(["10.255.0.0/16", "172.16.0.0/16", "172.31.0.0/16", "192.168.0.0/16", "100.127.0.0/16"])(
    "passes without a warning when it is private: %s",
    (vpcCidr) => expect(testEnvironment({ vpcCidr }).warnings).toEqual([]),
  );

  test.each(["11.0.0.0/16", "172.15.0.0/16", "172.32.0.0/16", "192.169.0.0/16", "100.128.0.0/16"])(
    "passes with a warning when it is not: %s",
    (vpcCidr) =>
      expect(testEnvironment({ vpcCidr }).warnings).toEqual([
        `vpcCidr: "${vpcCidr}" is no private range, so its internet addresses are out of reach from the VPC; use one inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16`,
      ]),
  );
});

describe("the number of private instances", () => {
  // A /28 has 16 addresses, of which AWS keeps 5.
  const small = { name: A, publicCidr: "10.8.0.0/28", privateCidr: "10.8.0.16/28" };
  const withRoom = (count: number, changes: object = {}) =>
    linesWith({ zones: [small], endpoints: false, privateInstances: { count }, ...changes });

  it("leaves a private subnet's address for the NAT host's network interface", () => {
    expect(withRoom(10)).toEqual([]);
    expect(withRoom(11)).toEqual([
      'privateInstances.count: 11 puts 11 instances into eu-central-1a, whose private subnet "10.8.0.16/28" has room for 10; lower it or enlarge the subnet',
    ]);
  });

  it("leaves three more for the endpoints", () => {
    expect(withRoom(7, { endpoints: true })).toEqual([]);
    expect(withRoom(8, { endpoints: true })).toEqual([expect.stringContaining("has room for 7;")]);
  });

  it("is spread over the zones, the first of which come first", () => {
    const second = { name: B, publicCidr: "10.8.0.32/28", privateCidr: "10.8.0.48/28" };
    const zones = [small, second];
    expect(withRoom(20, { zones })).toEqual([]);
    expect(withRoom(21, { zones })).toEqual([
      expect.stringContaining("puts 11 instances into eu-central-1a"),
    ]);
  });

  it("counts the host of a zone that has one", () => {
    const zones = [
      { name: A, publicCidr: "10.8.1.0/24", privateCidr: "10.8.2.0/24" },
      { name: B, publicCidr: "10.8.0.32/28", privateCidr: "10.8.0.48/28" },
    ];
    expect(withRoom(22, { zones })).toEqual([]);
    expect(withRoom(22, { zones, nat: { placement: "per-zone" } })).toEqual([
      expect.stringContaining("puts 11 instances into eu-central-1b"),
    ]);
  });

  it("is refused once, however many zones it is too much for", () => {
    expect(linesWith({ zones: [A, B], privateInstances: { count: 999 } })).toEqual([
      'privateInstances.count: 999 puts 500 instances into eu-central-1a, whose private subnet "10.8.2.0/24" has room for 247; lower it or enlarge the subnet',
    ]);
  });
});

it("a zone is known by its letter and its two ranges", () => {
  expect(resolveEnvironment(GOOD, SOURCE).zones).toEqual([
    {
      name: "eu-central-1b",
      letter: "b",
      publicCidr: "10.8.1.0/24",
      privateCidr: "10.8.2.0/24",
      hasPublicSubnet: true,
    },
  ]);
});
