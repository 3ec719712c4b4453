import { Environment } from "../../lib/config/environment";
import { testEnvironment } from "../support/synthesize";

/** One zone: the host serves the subnet that its interface #1 is in. */
export function oneZone(): Environment {
  return testEnvironment({ zones: [{ name: "eu-central-1b", privateCidr: "10.8.2.0/24" }] });
}

/** Three zones, served by one NAT host in the first, or by one in each. */
export function threeZones(placement: "single" | "per-zone" = "single"): Environment {
  return testEnvironment({
    nat: { placement },
    zones: [
      { name: "eu-central-1a", privateCidr: "10.8.2.0/24" },
      { name: "eu-central-1b", privateCidr: "10.8.4.0/24" },
      { name: "eu-central-1c", privateCidr: "10.8.6.0/23" },
    ],
  });
}

/** As many zones as there can be, with the longest ranges. */
export function sixZones(): Environment {
  return testEnvironment({
    region: "us-east-1",
    vpcCidr: "100.127.0.0/16",
    zones: ["a", "b", "c", "d", "e", "f"].map((letter, index) => ({
      name: `us-east-1${letter}`,
      publicCidr: `100.127.100.${128 + 16 * index}/28`,
      privateCidr: `100.127.200.${128 + 16 * index}/28`,
    })),
  });
}
