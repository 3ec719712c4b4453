import { primaryCardId } from "./attachments";
import { Configuration } from "../terraform-json/configuration";
import { idOf } from "./elements";
import { Route, RouteTarget } from "./model";
import { Network } from "./network";
import { Block } from "../terraform-json/stack";
import { ReadError } from "../terraform-json/read-error";

/** What a route can lead to and the model follows, by the argument that says so, with the resource and AWS's word for it. */
const FOLLOWED = [
  ["network_interface_id", "network-interface", "network interface"],
  ["nat_gateway_id", "nat-gateway", "NAT gateway"],
  ["egress_only_gateway_id", "egress-only-gateway", "egress-only internet gateway"],
  ["vpc_endpoint_id", "vpc-endpoint", "VPC endpoint"],
] as const;

/** What a route can lead to and the model does not follow. */
const OTHERS = [
  ["carrier_gateway_id", "carrier gateway"],
  ["core_network_arn", "core network"],
  ["local_gateway_id", "local gateway"],
  ["odb_network_arn", "ODB network"],
  ["transit_gateway_id", "transit gateway"],
  ["vpc_peering_connection_id", "VPC peering connection"],
] as const;

/** A block's routes: one, or one for each entry of a prefix list; none for the VPC's own, which every table has. */
export function readRoutes(network: Network, block: Block, destinations: readonly string[]): Route[] {
  const { configuration, prefixLists } = network;
  const gateway = configuration.text(block, "gateway_id");
  const list = configuration.text(block, "destination_prefix_list_id");
  const ranges = list === undefined ? undefined : (prefixLists().get(list) ?? [list]);
  const destination = destinations.map((name) => configuration.range(block, name)).find((range) => range);
  const all = ranges ?? (destination === undefined ? [] : [destination]);
  if (all.length === 0 && list === undefined)
    throw new ReadError(block, `has a route without ${destinations.join(" or ")}`);
  const target = targetOf(network, block, gateway);
  if (!target) throw new ReadError(block, `has a route to ${all.join(", ")} that leads nowhere`);
  return all.map((range) => ({
    ...{ stack: block.stack, address: block.address, destination: range, target },
    ...(list !== undefined && { prefixListId: list }),
  }));
}

function targetOf(network: Network, block: Block, gateway: string | undefined): RouteTarget | undefined {
  const { configuration } = network;
  if (gateway !== undefined) return gatewayTarget(configuration, gateway);
  for (const [argument, kind, what] of FOLLOWED) {
    const id = configuration.text(block, argument);
    if (id !== undefined) return isThere(network, kind, id) ? { kind, id } : { kind: "unknown", id, what };
  }
  for (const [argument, what] of OTHERS) {
    const id = configuration.text(block, argument);
    if (id !== undefined) return { kind: "other", id, what };
  }
  const instanceId = configuration.text(block, "instance_id");
  if (instanceId === undefined) return undefined;
  const instance = configuration.ofType("aws_instance").find((candidate) => idOf(candidate) === instanceId);
  if (!instance) return { kind: "unknown", id: instanceId, what: "instance" };
  return { kind: "network-interface", id: primaryCardId(configuration, instance) };
}

/** The argument also takes other gateways, such as a VPN's, and `local`. */
function gatewayTarget(configuration: Configuration, id: string): RouteTarget {
  if (id === "local") return { kind: "local", id };
  const read = configuration.ofType("aws_internet_gateway").some((gateway) => idOf(gateway) === id);
  if (read) return { kind: "internet-gateway", id };
  if (id.startsWith("igw-")) return { kind: "unknown", id, what: "internet gateway" };
  if (id.startsWith("vpce-")) return { kind: "vpc-endpoint", id };
  return { kind: "other", id, what: id.startsWith("vgw-") ? "virtual private gateway" : "gateway" };
}

function isThere(
  { configuration, cardRequests }: Network,
  kind: (typeof FOLLOWED)[number][1],
  id: string,
): boolean {
  const of = (type: string) => configuration.ofType(type).some((resource) => idOf(resource) === id);
  switch (kind) {
    case "network-interface":
      return cardRequests().some((card) => card.id === id && card.resource.type !== "aws_nat_gateway");
    case "nat-gateway":
      return of("aws_nat_gateway");
    case "egress-only-gateway":
      return of("aws_egress_only_internet_gateway");
    case "vpc-endpoint":
      return of("aws_vpc_endpoint");
  }
}
