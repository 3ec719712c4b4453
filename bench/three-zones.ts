import { defineEnvironment } from "../lib/config/environment";

/** Three zones with a NAT host in each, and as many private instances as INSTANCES says. */
export default defineEnvironment({
  region: "eu-central-1",
  vpcCidr: "10.0.0.0/16",
  // A derived subnet is too small for 1,000 instances in three zones.
  zones: [
    { name: "eu-central-1a", publicCidr: "10.0.0.0/20", privateCidr: "10.0.16.0/20" },
    { name: "eu-central-1b", publicCidr: "10.0.32.0/20", privateCidr: "10.0.48.0/20" },
    { name: "eu-central-1c", publicCidr: "10.0.64.0/20", privateCidr: "10.0.80.0/20" },
  ],
  nat: { placement: "per-zone" },
  privateInstances: { count: Number(process.env["INSTANCES"]) },
});
