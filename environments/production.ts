import { defineEnvironment } from "../lib/config/environment";

/** An example of a network that has to go on when a zone fails. */
export default defineEnvironment({
  region: "eu-central-1",
  vpcCidr: "10.20.0.0/16",

  // A new zone goes to the end, or the derived ranges of those behind it move.
  zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],

  // A host in each zone: no traffic between zones to pay for. While one is lost, its zone's routes lead to the next.
  nat: { placement: "per-zone", instanceType: "t4g.nano", failover: "other-zone" },

  // By which a host is known to be ill, and to be well again.
  monitoring: "heartbeat",

  privateInstances: { count: 3, instanceType: "t4g.small" },

  // Nine endpoints would cost more than the three NAT hosts. The price of leaving them out: while a zone's NAT host is
  // down, and its routes have not moved yet, Systems Manager does not reach the private instances of that zone.
  endpoints: false,

  // Make the bucket first, with versioning on. Every team member then shares one state, one at a time.
  backend: {
    type: "s3",
    bucket: "example-terraform-state",
    region: "eu-central-1",
    keyPrefix: "nat-instance/production",
  },

  // Hears of every alarm of a NAT host, once it has answered the mail that AWS sends first.
  alarmEmail: "platform@example.com",

  expect: [
    { from: "private-0", to: "internet", reachable: true },
    { from: "private-1", to: "internet", reachable: true },
    { from: "private-2", to: "internet", reachable: true },
    { from: "private-2", to: "aws:ssm", reachable: true },
    // By the next zone's host while their own is gone, and by the one after it.
    { from: "private-1", to: "internet", without: ["nat-b"], reachable: true },
    { from: "private-1", to: "internet", without: ["nat-b", "nat-c"], reachable: true },
    { from: "internet", to: "private-2", reachable: false },
    { from: "internet", to: "nat-c", port: 22, reachable: false },
    { from: "private-0", to: "private-1", reachable: false },
  ],

  tags: { CostCentre: "platform" },
});
