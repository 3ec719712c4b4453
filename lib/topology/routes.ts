import { SOME_INTERNET_GATEWAY } from "../terraform-json/asserted";
import { Block, ReadError, Resource } from "../terraform-json/stack";
import { idOf, withId } from "./elements";
import { instanceWith, primaryInterfaceId } from "./instances";
import { Route, RouteTarget } from "./model";
import { Parts } from "./parts";

/** What a route can lead to and the model follows, by the argument that says so, with AWS's word for it. */
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

/**
 * A block's routes: one, or one for each entry of a prefix list. Those to gateway endpoints, which data sources list, are
 * the endpoints'.
 *
 * @param vpcId whose internet gateway is meant where its id is not known
 */
export function readRoutes(
  parts: Parts,
  block: Block,
  destinations: readonly string[],
  vpcId?: string,
): Route[] {
  const { configuration, prefixLists } = parts;
  const given = configuration.text(block, "gateway_id");
  const gateway = given === SOME_INTERNET_GATEWAY ? internetGatewayOf(parts, vpcId) : given;
  const list = configuration.text(block, "destination_prefix_list_id");
  if (list !== undefined && gateway?.startsWith("vpce-")) return [];
  const ranges = list === undefined ? undefined : (prefixLists().get(list) ?? [list]);
  const destination = destinations.map((name) => configuration.range(block, name)).find((range) => range);
  const all = ranges ?? (destination === undefined ? [] : [destination]);
  if (all.length === 0 && list === undefined) {
    throw new ReadError(block, `has a route without ${destinations.join(" or ")}`);
  }
  const target = targetOf(parts, block, gateway);
  if (!target) throw new ReadError(block, `has a route to ${all.join(", ")} that leads nowhere`);
  return all.map((range) => ({
    ...{ stack: block.stack, address: block.address, destination: range, target },
    ...(list !== undefined && { prefixListId: list }),
  }));
}

function internetGatewayOf({ gateways }: Parts, vpcId: string | undefined): string | undefined {
  return gateways().find((one) => one.kind === "internet-gateway" && one.vpcId === vpcId)?.id;
}

/** The VPC of the network interface or gateway that a route leads to, where that was read. */
export function vpcOfTarget(parts: Parts, route: Resource): string | undefined {
  const { problems, configuration, interfaceRequests, subnets, gateways } = parts;
  const target = problems.attempt(route, () =>
    targetOf(parts, route, configuration.text(route, "gateway_id")),
  );
  if (!target) return undefined;
  const requested = withId(interfaceRequests(), target.id);
  if (requested) return withId(subnets(), requested.subnetId)?.vpcId;
  return withId(gateways(), target.id)?.vpcId || undefined;
}

function targetOf(parts: Parts, block: Block, gateway: string | undefined): RouteTarget | undefined {
  const { configuration } = parts;
  if (gateway !== undefined) return gatewayTarget(parts, gateway);
  for (const [argument] of FOLLOWED) {
    const id = configuration.text(block, argument);
    if (id !== undefined) return targetBy(parts, argument, id);
  }
  for (const [argument, what] of OTHERS) {
    const id = configuration.text(block, argument);
    if (id !== undefined) return { kind: "other", id, what };
  }
  const instanceId = configuration.text(block, "instance_id");
  if (instanceId === undefined) return undefined;
  const instance = instanceWith(configuration, instanceId);
  if (!instance) return { kind: "unknown", id: instanceId, what: "instance" };
  const id = primaryInterfaceId(configuration, instance);
  return isThere(parts, "network-interface", id)
    ? { kind: "network-interface", id }
    : { kind: "unknown", id, what: "network interface" };
}

/** What a route leads to when that argument names it. */
export function targetBy(parts: Parts, argument: (typeof FOLLOWED)[number][0], id: string): RouteTarget {
  const [, kind, what] = FOLLOWED.find(([name]) => name === argument)!;
  return isThere(parts, kind, id) ? { kind, id } : { kind: "unknown", id, what };
}

/** The argument also takes other gateways, such as a VPN's, and `local`. */
function gatewayTarget({ gateways }: Parts, id: string): RouteTarget {
  if (id === "local") return { kind: "local", id };
  if (withId(gateways(), id)?.kind === "internet-gateway") return { kind: "internet-gateway", id };
  if (id.startsWith("igw-")) return { kind: "unknown", id, what: "internet gateway" };
  if (id.startsWith("vpce-")) return { kind: "vpc-endpoint", id };
  return { kind: "other", id, what: id.startsWith("vgw-") ? "virtual private gateway" : "gateway" };
}

function isThere(parts: Parts, kind: (typeof FOLLOWED)[number][1], id: string): boolean {
  const { configuration, interfaceRequests, gateways } = parts;
  switch (kind) {
    case "network-interface": {
      const request = withId(interfaceRequests(), id);
      return request !== undefined && request.resource.type !== "aws_nat_gateway";
    }
    case "vpc-endpoint":
      return configuration.ofType("aws_vpc_endpoint").some((endpoint) => idOf(endpoint) === id);
    default:
      return withId(gateways(), id)?.kind === kind;
  }
}
