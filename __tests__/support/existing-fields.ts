import { EnvironmentInput } from "../../lib/config/schema";
import { testEnvironment } from "./synthesize";

export const TABLE = "rtb-0123456789abcdef0";
export const GATEWAY = "nat-0123456789abcdef0";

type NetworkField = NonNullable<EnvironmentInput["network"]>;

/** An environment in a network that exists: one zone, one private subnet, one route table. */
export function existingEnvironment(
  network: Partial<NetworkField> = {},
  wayOutToday: string | "none" = GATEWAY,
  changes: Partial<EnvironmentInput> = {},
) {
  return testEnvironment({ ...inNetwork(network, wayOutToday), ...changes });
}

function inNetwork(changes: Partial<NetworkField>, wayOutToday: string): Partial<EnvironmentInput> {
  const zone = {
    name: "eu-central-1a",
    publicSubnetId: "subnet-0123456789abcdef0",
    privateSubnets: [{ id: "subnet-0123456789abcdef1", cidr: "10.0.16.0/20" }],
    routeTables: [{ id: TABLE, ...(wayOutToday !== "none" && { wayOutToday }) }],
  };
  const network = {
    vpcId: "vpc-0123456789abcdef0",
    vpcCidrs: ["10.0.0.0/16"],
    takeOver: false,
    zones: [zone],
    ...changes,
  };
  return { ...IN_PLACE_OF_OURS, network };
}

/** The fields of a network of ours that an environment in an existing one has not. */
export const IN_PLACE_OF_OURS = { vpcCidr: undefined, zones: undefined, gatewayEndpoints: [] };
