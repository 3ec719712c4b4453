import { bySource } from "../terraform-json/configuration";
import { readEndpoints, unknownEndpoints } from "./endpoints";
import { readGateways } from "./gateways";
import { unknownResources } from "./known-types";
import { NotUnderstood, Topology } from "./model";
import { Network } from "./network";
import { readInstances, readNetworkInterfaces } from "./network-interfaces";
import { readStacks } from "../terraform-json/read-stacks";
import { gatewayAssociations, withRouteTables } from "./route-tables";
import { knownVpcs } from "./vpcs";

export * from "./model";
export { ReadError as TopologyError } from "../terraform-json/read-error";

export interface ReadOptions {
  /** The names of the stacks to read. @default - all of them */
  readonly stacks?: readonly string[];
}

/**
 * Reads the network that a `cdktf.out`, a folder or file of Terraform JSON, or the state that `terraform show -json`
 * prints describes.
 *
 * @throws ReadError in one line: the stack, the address and what is wrong there
 */
export function readTopology(path: string, { stacks }: ReadOptions = {}): Topology {
  const network = new Network(readStacks(path, stacks));
  const networkInterfaces = readNetworkInterfaces(network);
  return {
    region: network.configuration.region(),
    vpcs: knownVpcs(network),
    subnets: withRouteTables(network),
    routeTables: network.routeTables(),
    networkAcls: network.networkAcls(),
    securityGroups: network.securityGroups().groups,
    networkInterfaces,
    instances: readInstances(network, networkInterfaces),
    gateways: readGateways(network),
    endpoints: readEndpoints(network),
    elasticIps: network.elasticIps(),
    notUnderstood: notUnderstood(network),
  };
}

/** Whatever shapes the network, or may, and is not in the model. */
function notUnderstood(network: Network): NotUnderstood[] {
  const all = [
    ...unknownResources(network.configuration),
    ...unknownEndpoints(network),
    ...gatewayAssociations(network),
    ...network.securityGroups().notUnderstood,
  ];
  const distinct = new Map(all.map((source) => [`${source.stack} ${source.address}`, source]));
  return [...distinct.values()].sort(bySource);
}
