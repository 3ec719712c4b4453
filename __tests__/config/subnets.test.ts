import { derivedSubnets } from "../../lib/config/network";
import { testEnvironment } from "../support/synthesize";

/** The one region with six zones. */
const US = { region: "us-east-1" };
const ZONES = [..."abcdef"].map((letter) => `us-east-1${letter}`);

describe("the derived subnets", () => {
  it("of a /16 are the article's, and so on", () => {
    expect([0, 1, 5].map((index) => derivedSubnets("10.8.0.0/16", index))).toEqual([
      { publicCidr: "10.8.1.0/24", privateCidr: "10.8.2.0/24" },
      { publicCidr: "10.8.3.0/24", privateCidr: "10.8.4.0/24" },
      { publicCidr: "10.8.11.0/24", privateCidr: "10.8.12.0/24" },
    ]);
  });

  it.each([
    ["10.8.0.0/20", { publicCidr: "10.8.1.0/24", privateCidr: "10.8.2.0/24" }],
    ["10.8.16.0/21", { publicCidr: "10.8.16.128/25", privateCidr: "10.8.17.0/25" }],
    ["10.8.7.0/24", { publicCidr: "10.8.7.16/28", privateCidr: "10.8.7.32/28" }],
    ["10.8.7.64/26", { publicCidr: "10.8.7.80/28", privateCidr: "10.8.7.96/28" }],
  ])("of %s are a sixteenth of it, between /24 and /28", (vpcCidr, subnets) => {
    expect(derivedSubnets(vpcCidr, 0)).toEqual(subnets);
  });

  it.each([
    [16, 6],
    [20, 6],
    [24, 6],
    [25, 3],
    [26, 1],
    [27, 0],
    [28, 0],
  ])("of a /%i are enough for %i of six zones", (length, zones) => {
    const fitting = ZONES.filter((_, index) => derivedSubnets(`10.8.0.0/${length}`, index).privateCidr);
    expect(fitting).toHaveLength(zones);
  });

  it.each(["10.8.0.0/16", "10.8.0.0/22", "10.8.0.0/24"])(
    "of %s stay where they are when a zone is added at the end",
    (vpcCidr) => {
      const six = testEnvironment({ ...US, vpcCidr, zones: ZONES }).zones;
      for (let count = 1; count < 6; count++) {
        expect(testEnvironment({ ...US, vpcCidr, zones: ZONES.slice(0, count) }).zones).toEqual(
          six.slice(0, count),
        );
      }
    },
  );

  it("give way to those that the environment names, one by one", () => {
    const zones = [{ name: "eu-central-1a", privateCidr: "10.8.128.0/20" }, "eu-central-1b"];
    expect(testEnvironment({ zones }).zones).toMatchObject([
      { publicCidr: "10.8.1.0/24", privateCidr: "10.8.128.0/20" },
      { publicCidr: "10.8.3.0/24", privateCidr: "10.8.4.0/24" },
    ]);
  });

  it("stand in for a range that is given as undefined", () => {
    const zones = [{ name: "eu-central-1a", publicCidr: undefined }];
    expect(testEnvironment({ zones }).zones[0].publicCidr).toBe("10.8.1.0/24");
  });
});
