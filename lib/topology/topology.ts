import { Block, Stack, bySource } from "../terraform-json/stack";
import { grouped } from "../tools/grouped";
import { idsOf } from "./elements";
import { readEndpoints } from "./endpoints";
import { noteUnreadParts } from "./existing";
import { readFailovers } from "./failovers";
import { readInstances } from "./instances";
import { readLoadBalancers } from "./load-balancers";
import { Element, NotUnderstood, Topology } from "./model";
import { Network } from "./network";
import { aclsOfSubnets } from "./network-acls";
import { readNetworkInterfaces } from "./network-interfaces";
import { isRelevant, isUnderstood, mayOf } from "./resources";
import { tablesOfSubnets } from "./route-tables";
import { finishedSubnets, finishedVpcs } from "./vpcs";

/** What `nat-host/heartbeat/` sends. */
const METRICS_OF_A_HEARTBEAT = 5;

/** The network that stacks describe together. */
export function topologyOf(stacks: readonly Stack[]): Topology {
  const network = new Network(stacks);
  noteUnreadParts(network);
  const networkInterfaces = readNetworkInterfaces(network);
  const topology = {
    vpcs: withDistinctNames(finishedVpcs(network)),
    subnets: withDistinctNames(finishedSubnets(network, tablesOfSubnets(network), aclsOfSubnets(network))),
    routeTables: withDistinctNames(network.routeTables()),
    networkAcls: withDistinctNames(network.networkAcls()),
    securityGroups: withDistinctNames(network.securityGroups()),
    networkInterfaces: withDistinctNames(networkInterfaces),
    instances: withDistinctNames(readInstances(network, networkInterfaces)),
    gateways: withDistinctNames(network.gateways()),
    endpoints: withDistinctNames(readEndpoints(network)),
    loadBalancers: withDistinctNames(readLoadBalancers(network)),
    elasticIps: withDistinctNames(network.elasticIps()),
  };
  const failovers = readFailovers(network);
  const alarms = network.configuration.ofType("aws_cloudwatch_metric_alarm");
  const heartbeats = alarms.filter(({ values }) => String(values["namespace"]).startsWith("NatHost/"));
  noteUnknownTypes(network, stacks);
  return {
    region: network.configuration.region(),
    ...topology,
    ...(failovers.length > 0 && { failovers }),
    ...(alarms.length > 0 && { alarms: alarms.length }),
    ...(heartbeats.length > 0 && { ownMetrics: heartbeats.length * METRICS_OF_A_HEARTBEAT }),
    notUnderstood: notUnderstood(network, stacks, topology),
  };
}

/** Resources of types that the model does not have, and modules, whose resources were not read. */
function noteUnknownTypes({ problems, gateways }: Network, stacks: readonly Stack[]): void {
  // What keeps the internet out leaves the egress-only gateways alone (VPC user guide, "Block public access").
  const closed = (mode: unknown) =>
    gateways().filter(
      ({ kind }) =>
        kind === "internet-gateway" || (kind === "egress-only-gateway" && mode !== "block-ingress"),
    );
  for (const resource of stacks.flatMap((stack) => stack.resources)) {
    const { type, data, values } = resource;
    if (data || isUnderstood(type) || !isRelevant(type)) continue;
    const may = mayOf(type);
    if (type !== "aws_vpc_block_public_access_options") {
      problems.add(resource, { why: "is of a type that is not followed", may });
    } else if (values["internet_gateway_block_mode"] !== "off") {
      const touches = closed(values["internet_gateway_block_mode"]).map(({ id }) => id);
      problems.add(resource, { why: "may keep the internet out, or in", touches, may });
    }
  }
  for (const call of stacks.flatMap((stack) => stack.modules)) {
    problems.add(call as Block, { why: "was not read; give the plan or the state", may: "either" });
  }
}

function notUnderstood(
  { problems }: Network,
  stacks: readonly Stack[],
  topology: Omit<Topology, "notUnderstood" | "region" | "failovers" | "alarms" | "ownMetrics">,
): NotUnderstood[] {
  const elements = new Set(
    Object.values(topology).flatMap((all: readonly Element[]) => all.map(({ id }) => id)),
  );
  const addresses = idsOf(stacks);
  return problems
    .list(
      (id) => elements.has(id),
      (why) => why.replace(/\b[a-z]+-[0-9a-f]{17}\b/g, (id) => addresses.get(id) ?? id),
    )
    .sort(bySource);
}

/**
 * Elements of one kind whose names are the same get their stack's name before it, and a number if that is not enough.
 */
function withDistinctNames<T extends Element>(elements: readonly T[]): T[] {
  const byName = grouped(elements, ({ name }) => [name]);
  const prefixed = elements.map((each) =>
    byName.get(each.name)!.length > 1 ? { ...each, name: `${each.stack}-${each.name}` } : each,
  );
  const taken = new Set<string>();
  return prefixed.map((each) => {
    let name = each.name;
    for (let number = 2; taken.has(name); number++) name = `${each.name}-${number}`;
    taken.add(name);
    return name === each.name ? each : { ...each, name };
  });
}
