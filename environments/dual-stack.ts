import { defineEnvironment } from "../lib/config/environment";

/** An example of a network that goes out by IPv6 for nothing where it can, and by a NAT host where it must. */
export default defineEnvironment({
  region: "eu-central-1",
  vpcCidr: "10.30.0.0/16",
  zones: ["eu-central-1a", "eu-central-1b"],

  ipv6: "egress-only",

  // For what has no IPv6 address; an outage of it is then one of those destinations alone.
  nat: { placement: "single" },

  // Systems Manager goes the ways that all else goes. docs/ways-out.md says what IPv6 does for it.
  endpoints: false,

  expect: [
    { from: "private-0", to: "internet", reachable: true },
    { from: "private-0", to: "internet", family: "ipv6", reachable: true },
    { from: "private-1", to: "internet", family: "ipv6", reachable: true },
    // Its address is a public one; the egress-only gateway lets nobody in.
    { from: "internet", to: "private-0", family: "ipv6", reachable: false },
    { from: "internet", to: "private-0", reachable: false },
  ],
});
