import { defineEnvironment } from "../lib/config/environment";

/** An example of a network with a service that the internet may use, and with a door for those who look after it. */
export default defineEnvironment({
  region: "eu-central-1",
  vpcCidr: "10.50.0.0/16",
  zones: ["eu-central-1a", "eu-central-1b"],

  publish: [
    // A load balancer is the proper way in: the instances let in nothing but it.
    { name: "web", port: 443, targetPort: 8443, allowedCidrs: ["0.0.0.0/0"] },
    { name: "metrics", port: 9100, to: ["private-0"], allowedCidrs: ["203.0.113.0/24"] },
  ],

  endpoints: false,

  // The NAT host says every minute how it is: five metrics and a dashboard, free in an account that has few.
  monitoring: "heartbeat",

  exceptions: { "publish.web": "a public web site" },

  expect: [
    { from: "internet", to: "published", port: 443, reachable: true },
    // From whichever address the range of its clients is not asked for here, the second service is closed.
    { from: "internet", to: "published", port: 9100, reachable: false },
    { from: "internet", to: "private-0", port: 8443, reachable: false },
    { from: "private-0", to: "internet", reachable: true },
  ],
});
