import { Environment } from "../../lib/config/environment";
import { EnvironmentInput } from "../../lib/config/schema";
import { Topology, readTopology } from "../../lib/topology";
import { synthesize, testEnvironment } from "./synthesize";

type NetworkInput = NonNullable<EnvironmentInput["network"]>;

export const VPC = "vpc-0123456789abcdef0";

/** Ids as EC2 gives them, by a number. */
export const idOf = (prefix: string, number: number) => `${prefix}-${String(number).padStart(17, "0")}`;

/**
 * A VPC that exists already, of two ranges: a public subnet and two private ones in the first zone, each with a table of
 * its own; and in the second zone one that the second of these tables rules too.
 */
export const EXISTING: NetworkInput = {
  vpcId: VPC,
  vpcCidrs: ["10.60.0.0/16", "100.64.0.0/20"],
  takeOver: false,
  zones: [
    {
      name: "eu-central-1a",
      publicSubnetId: idOf("subnet", 1),
      privateSubnets: [
        { id: idOf("subnet", 11), cidr: "10.60.16.0/20" },
        { id: idOf("subnet", 12), cidr: "100.64.0.0/24" },
      ],
      routeTables: [
        { id: idOf("rtb", 1), wayOutToday: idOf("nat", 1) },
        { id: idOf("rtb", 2), wayOutToday: idOf("tgw", 1) },
      ],
    },
    {
      name: "eu-central-1b",
      privateSubnets: [{ id: idOf("subnet", 21), cidr: "10.60.32.0/20", routeTableId: idOf("rtb", 2) }],
      routeTables: [],
    },
  ],
};

export function existingEnvironment(
  network: Partial<NetworkInput> = {},
  changes: Partial<EnvironmentInput> = {},
): Environment {
  return testEnvironment({
    vpcCidr: undefined,
    zones: undefined,
    network: { ...EXISTING, ...network },
    ...changes,
  });
}

/** The network of such an environment, from the synthesized JSON alone. */
export function existingNetwork(...given: Parameters<typeof existingEnvironment>): Topology {
  return readTopology(synthesize(existingEnvironment(...given)).folder);
}
