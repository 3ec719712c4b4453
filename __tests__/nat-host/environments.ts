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
