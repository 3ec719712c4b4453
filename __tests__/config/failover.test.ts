import { linesFor, linesWith, refuses } from "./lines";

const monitoring = "heartbeat";
const ZONES = ["eu-central-1a", "eu-central-1b"];

describe("a failover is refused:", () => {
  refuses([
    ['nat.failover: "on" must be "off" or "other-zone" or "standby"', { nat: { failover: "on" } }],
    [
      'nat.failover: "standby" needs the hosts\' heartbeat, by which one is known to be ill or well; set monitoring: "heartbeat"',
      { nat: { standby: "gateway", failover: "standby" } },
    ],
    [
      'nat.failover: "standby" leads to a NAT gateway, and none stands by; add nat.standby: "gateway", or name "other-zone"',
      { monitoring, nat: { failover: "standby" } },
    ],
    [
      'nat.failover: "other-zone" leads to another zone\'s host, and there is one host alone; set nat.placement: "per-zone"',
      { monitoring, zones: ZONES, nat: { failover: "other-zone" } },
    ],
    [
      'nat.failover: "other-zone" leads to another zone\'s host, and one zone alone can have one; add a zone',
      { monitoring, zones: ["eu-central-1b"], nat: { placement: "per-zone", failover: "other-zone" } },
    ],
    [
      'nat.failover: is for NAT hosts that the routes lead to, which kind "instance" has; remove it',
      { monitoring, nat: { kind: "gateway", failover: "standby" } },
    ],
    [
      'nat.failover: is for NAT hosts that the routes lead to, which kind "instance" has; remove it',
      { monitoring, nat: { kind: "gateway", standby: "instance", failover: "standby" } },
    ],
    [
      'nat.failover: is for NAT hosts and gateways, which kind "none" has none of; remove it, or name another kind',
      { monitoring, nat: { kind: "none", failover: "standby" } },
    ],
  ]);
});

test.each([
  { zones: ZONES, nat: { placement: "per-zone", failover: "other-zone" } },
  { nat: { standby: "gateway", failover: "standby" } },
  { nat: { failover: "off" } },
])("%j is taken", (changes) => expect(linesWith({ monitoring, ...changes })).toEqual([]));

test("says nothing of a placement, a standby and a monitoring that are refused", () => {
  const lines = linesWith({
    monitoring: 1,
    zones: ZONES,
    nat: { placement: 2, standby: 3, failover: "other-zone" },
  });
  expect(lines.filter((line) => line.startsWith("nat.failover"))).toEqual([]);
});

test("leads no more route tables than EventBridge takes the names of", () => {
  const linesOf = (tables: number) => {
    const ids = Array.from({ length: tables }, (_, index) => String(index).padStart(17, "0"));
    const zone = {
      name: "eu-central-1a",
      publicSubnetId: "subnet-0123456789abcdef0",
      privateSubnets: ids.map((id, index) => ({
        id: `subnet-${id}`,
        cidr: `10.60.${index}.0/24`,
        routeTableId: `rtb-${id}`,
      })),
      routeTables: ids.map((id) => ({ id: `rtb-${id}` })),
    };
    const network = {
      vpcId: "vpc-0123456789abcdef0",
      vpcCidrs: ["10.60.0.0/16"],
      takeOver: true,
      zones: [zone],
    };
    const nat = { standby: "gateway", failover: "standby" };
    return linesFor({ region: "eu-central-1", monitoring, network, nat });
  };
  expect(linesOf(30)).toEqual([]);
  expect(linesOf(31)).toEqual([
    'nat.failover: "standby" can lead 30 route tables, and network.zones names 31; leave out the rest, or set it to "off"',
  ]);
});
