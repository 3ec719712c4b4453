import { defineEnvironment } from "../lib/config/environment";

/** An example of a network whose way out is AWS's to run: the price of five NAT hosts, and nobody's night. */
export default defineEnvironment({
  region: "eu-central-1",
  vpcCidr: "10.40.0.0/16",
  zones: ["eu-central-1a", "eu-central-1b"],

  // To get here from a NAT instance, add standby: "instance", apply, and take it away again when all is well.
  nat: { kind: "gateway", placement: "per-zone" },

  endpoints: false,

  expect: [
    { from: "private-0", to: "internet", reachable: true },
    { from: "private-1", to: "internet", reachable: true },
    { from: "private-1", to: "aws:ssm", reachable: true },
    { from: "internet", to: "private-0", reachable: false },
  ],
});
