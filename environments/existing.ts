import { defineEnvironment } from "../lib/config/environment";

/**
 * An example of a NAT host in a VPC that exists already, beside the NAT gateway that it is to replace. For your own,
 * `npm run adopt -- vpc-0123456789abcdef0 --region eu-central-1` writes such a file.
 */
export default defineEnvironment({
  region: "eu-central-1",

  network: {
    vpcId: "vpc-0a1b2c3d4e5f60718",
    // All of the VPC's ranges: what goes to them is never translated.
    vpcCidrs: ["10.60.0.0/16", "100.64.0.0/20"],

    // The one word that changes the way out. false: the default routes lead where they lead today, and the NAT host
    // stands beside, to be tried. true: they lead to the NAT host. false again: the way back.
    takeOver: false,

    zones: [
      {
        name: "eu-central-1a",
        // The NAT host stands here: its default route leads to the internet gateway.
        publicSubnetId: "subnet-0a1b2c3d4e5f60001",
        privateSubnets: [
          { id: "subnet-0a1b2c3d4e5f60011", cidr: "10.60.16.0/20" },
          { id: "subnet-0a1b2c3d4e5f60012", cidr: "100.64.0.0/24" },
        ],
        // One table for both, and for the other zone's too.
        routeTables: [{ id: "rtb-0a1b2c3d4e5f60001", wayOutToday: "nat-0a1b2c3d4e5f60001" }],
      },
      {
        // Without a public subnet: the NAT host of the first zone serves it.
        name: "eu-central-1b",
        privateSubnets: [
          {
            id: "subnet-0a1b2c3d4e5f60021",
            cidr: "10.60.32.0/20",
            routeTableId: "rtb-0a1b2c3d4e5f60001",
          },
        ],
        routeTables: [],
      },
    ],
  },

  // S3 and DynamoDB past the NAT for nothing. Connections to them that are open break when a table gets its endpoint.
  gatewayEndpoints: [],
});
