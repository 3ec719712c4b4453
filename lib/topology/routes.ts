import { primaryCardId } from "./attachments";
import { Configuration } from "./configuration";
import { idOf } from "./elements";
import { Route, RouteTarget } from "./model";
import { Network } from "./network";
import { Block } from "./stack";
import { TopologyError } from "./topology-error";

/** Where a route can lead, by the argument that says so. */
const TARGETS: readonly (readonly [string, RouteTarget["kind"]])[] = [
  ["network_interface_id", "network-interface"],
  ["nat_gateway_id", "nat-gateway"],
  ["egress_only_gateway_id", "egress-only-gateway"],
  ["vpc_endpoint_id", "vpc-endpoint"],
  ["carrier_gateway_id", "other"],
  ["core_network_arn", "other"],
  ["local_gateway_id", "other"],
  ["transit_gateway_id", "other"],
  ["vpc_peering_connection_id", "other"],
];

/** One route; `undefined` for the VPC's own, which every table has. */
export function readRoute(
  network: Network,
  block: Block,
  destinations: readonly string[],
): Route | undefined {
  const { configuration } = network;
  if (configuration.text(block, "destination_prefix_list_id") !== undefined) {
    throw new TopologyError(
      block,
      "routes to a prefix list, whose ranges are not in the JSON; name the ranges",
    );
  }
  const destination = destinations.map((name) => configuration.range(block, name)).find((range) => range);
  if (destination === undefined)
    throw new TopologyError(block, `has a route without ${destinations.join(" or ")}`);
  if (configuration.text(block, "gateway_id") === "local") return undefined;
  const target = targetOf(network, block);
  if (!target) throw new TopologyError(block, `has a route to ${destination} that leads nowhere`);
  return { stack: block.stack, address: block.address, destination, target };
}

function targetOf({ configuration }: Network, block: Block): RouteTarget | undefined {
  const gateway = configuration.text(block, "gateway_id");
  if (gateway !== undefined) return { kind: kindOfGateway(configuration, gateway), id: gateway };
  for (const [argument, kind] of TARGETS) {
    const id = configuration.text(block, argument);
    if (id !== undefined) return { kind, id };
  }
  const instanceId = configuration.text(block, "instance_id");
  const instance = configuration.ofType("aws_instance").find((candidate) => idOf(candidate) === instanceId);
  return instance && { kind: "network-interface", id: primaryCardId(configuration, instance) };
}

/** The argument also takes other gateways, such as a VPN's. */
function kindOfGateway(configuration: Configuration, id: string): RouteTarget["kind"] {
  const isInternetGateway = configuration
    .ofType("aws_internet_gateway")
    .some((gateway) => idOf(gateway) === id);
  return isInternetGateway ? "internet-gateway" : "other";
}
