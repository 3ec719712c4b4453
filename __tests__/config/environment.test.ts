import { accountPrefix } from "../../lib/config/environment";
import { loadEnvironment } from "../../lib/config/load";
import { natZoneFor, natZones } from "../../lib/config/nat";
import { testEnvironment } from "../support/synthesize";

const zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];

describe("a single NAT host", () => {
  const environment = testEnvironment({ zones });

  it("stands in the first zone", () => {
    expect(natZones(environment).map(({ name }) => name)).toEqual(["eu-central-1a"]);
  });

  it("serves every zone", () => {
    expect(environment.zones.map((zone) => natZoneFor(environment, zone).letter)).toEqual(["a", "a", "a"]);
  });
});

describe("a NAT host in each zone", () => {
  const environment = testEnvironment({ zones, nat: { placement: "per-zone" } });

  it("stands in every zone", () => {
    expect(natZones(environment).map(({ name }) => name)).toEqual(zones);
  });

  it("serves its own zone", () => {
    expect(environment.zones.map((zone) => natZoneFor(environment, zone).letter)).toEqual(["a", "b", "c"]);
  });
});

it("names that are unique in an account start with the project and the environment", () => {
  expect(accountPrefix(testEnvironment({ project: "shop" }))).toBe("shop-test");
});

describe("the environments that come with the project", () => {
  it("article is the article's network", () => {
    expect(loadEnvironment("article")).toMatchObject({
      name: "article",
      region: "eu-central-1",
      vpcCidrs: ["10.8.0.0/16"],
      zones: [{ name: "eu-central-1b", publicCidr: "10.8.1.0/24", privateCidr: "10.8.2.0/24" }],
      privateInstances: { count: 2, instanceType: "t4g.nano" },
      ssh: undefined,
      endpoints: true,
      warnings: [],
    });
  });

  it("production has a NAT host in each of three zones, its state in S3 and no endpoints", () => {
    const environment = loadEnvironment("production");
    expect(environment).toMatchObject({
      backend: { type: "s3", encrypt: true, useLockfile: true },
      endpoints: false,
      expect: expect.arrayContaining([expect.objectContaining({ from: "private-0", to: "internet" })]),
      exceptions: {},
      warnings: [],
    });
    expect(natZones(environment)).toHaveLength(3);
    expect(environment.vpcCidrs).not.toBe(loadEnvironment("article").vpcCidrs);
  });
});
