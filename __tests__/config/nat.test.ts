import { environmentSchema } from "../../lib/config/schema";
import { testEnvironment } from "../support/synthesize";
import { hasNatGateways, natHostsOf, natZones, zonesServedFrom } from "../../lib/config/nat";
import { GOOD, PUBLIC_KEY, linesWith, refuses } from "./lines";

const HOSTS = 'is for NAT hosts, which there are none of; add standby: "instance" to keep them, or remove it';

describe("a way out is refused:", () => {
  refuses([
    [
      'nat.kind: "gatway" must be "instance", "gateway", "regional-gateway" or "none"',
      { nat: { kind: "gatway", placement: "single" } },
    ],
    ['nat.standby: "regional-gateway" must be "gateway"', { nat: { standby: "regional-gateway" } }],
    ['nat.standby: "gateway" must be "instance"', { nat: { kind: "gateway", standby: "gateway" } }],
    [`nat.instanceType: ${HOSTS}`, { nat: { kind: "gateway", instanceType: "t4g.small" } }],
    [`nat.market: ${HOSTS}`, { nat: { kind: "regional-gateway", market: "spot" } }],
    [`nat.creditMode: ${HOSTS}`, { nat: { kind: "gateway", creditMode: "standard" } }],
    [
      'nat.market: is for NAT hosts and gateways, which kind "none" has none of; remove it, or name another kind',
      { nat: { kind: "none", market: "spot" } },
    ],
    [
      "nat.instancetype: is no field; the fields here are kind, placement, elasticIpAllocationIds, standby",
      { nat: { kind: "gateway", instancetype: "t4g.small" } },
    ],
    ['gatewayEndpoints[1]: "s3" is listed twice; name each once', { gatewayEndpoints: ["s3", "s3"] }],
    ['nat.market: "cheap" must be "on-demand" or "spot"', { nat: { market: "cheap" } }],
    [
      "ssh: is for NAT hosts, which there are none of; remove it",
      { nat: { kind: "gateway" }, ssh: { publicKey: PUBLIC_KEY, allowedCidrs: ["203.0.113.7/32"] } },
    ],
    [
      'nat64: true is for IPv6, which is off; add ipv6: "egress-only", or remove it',
      { nat: { kind: "gateway" }, nat64: true },
    ],
    [
      'nat64: true needs a NAT gateway, which alone translates IPv6 to IPv4; set nat.kind to "gateway", or remove it',
      { ipv6: "egress-only", nat64: true },
    ],
  ]);
});

test("the fields of NAT hosts are taken, and checked, beside a gateway that they stand by", () => {
  const nat = { kind: "gateway", standby: "instance", instanceType: "t3.nano" } as const;
  expect(linesWith({ nat })).toEqual([
    expect.stringMatching(/^nat\.instanceType: "t3\.nano" is an x86_64 type/),
  ]);
  const { standby, ...hosts } = { ...nat, instanceType: "t4g.small" } as const;
  expect(environmentSchema.parse({ ...GOOD, nat: { ...hosts, standby } }).nat).toEqual({
    ...hosts,
    standby,
    placement: "single",
    creditMode: "unlimited",
    market: "on-demand",
  });
});

test.each([
  [{}, true, false],
  [{ standby: "gateway" }, true, true],
  [{ kind: "gateway" }, false, true],
  [{ kind: "gateway", standby: "instance" }, true, true],
  [{ kind: "regional-gateway" }, false, true],
  [{ kind: "none" }, false, false],
] as const)("nat %j has NAT hosts: %s, NAT gateways: %s", (nat, hosts, gateways) => {
  const environment = testEnvironment({ nat });
  expect(natHostsOf(environment.nat) !== undefined).toBe(hosts);
  expect(hasNatGateways(environment)).toBe(gateways);
});

test("gateways are placed as hosts are", () => {
  const zones = ["eu-central-1a", "eu-central-1b"];
  const names = (placement: "single" | "per-zone") => {
    const environment = testEnvironment({ zones, nat: { kind: "gateway", placement } });
    return natZones(environment).map((zone) => [
      zone.letter,
      zonesServedFrom(environment, zone).map(({ letter }) => letter),
    ]);
  };
  expect(names("single")).toEqual([["a", ["a", "b"]]]);
  expect(names("per-zone")).toEqual([
    ["a", ["a"]],
    ["b", ["b"]],
  ]);
});

describe("it is worth a look", () => {
  const six = ["a", "b", "c", "d", "e", "f"].map((letter) => `us-east-1${letter}`);
  const account = { region: "us-east-1", zones: six } as const;

  test("when hosts and gateways together need more Elastic IPs than an account has", () => {
    const nat = { placement: "per-zone", standby: "gateway" } as const;
    const zones = six.slice(0, 3);
    expect(testEnvironment({ ...account, zones, nat }).warnings).toEqual([
      expect.stringMatching(/^nat\.placement: "per-zone" needs 6 Elastic IPs, /),
    ]);
    expect(testEnvironment({ ...account, nat: { kind: "regional-gateway" } }).warnings).toEqual([]);
  });

  test("when AWS may stop the hosts and nothing takes over", () => {
    expect(testEnvironment({ nat: { market: "spot" } }).warnings).toEqual([
      expect.stringMatching(/^nat\.market: "spot" lets AWS stop a NAT host/),
    ]);
  });

  test("when nothing reaches the private instances, nor they anything", () => {
    const none = { nat: { kind: "none" }, endpoints: false } as const;
    expect(testEnvironment(none).warnings).toEqual([expect.stringMatching(/^nat\.kind: "none" leaves/)]);
    expect(testEnvironment({ ...none, ipv6: "egress-only" }).warnings).toEqual([]);
    expect(testEnvironment({ ...none, endpoints: true }).warnings).toEqual([]);
  });
});
