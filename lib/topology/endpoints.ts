import { CardRequest } from "./cards";
import { Configuration, bySource } from "../terraform-json/configuration";
import { byId, element, idOf, known, nameOf } from "./elements";
import { Endpoint, NotUnderstood } from "./model";
import { Network } from "./network";
import { Resource } from "../terraform-json/stack";
import { standInId } from "./stand-ins";

export function readEndpoints(network: Network): Endpoint[] {
  const { configuration, vpcs, cardRequests } = network;
  return configuration
    .ofType("aws_vpc_endpoint")
    .filter((resource) => kindOf(configuration, resource) !== "other")
    .map((resource) => ({
      ...element(resource),
      kind: kindOf(configuration, resource) as Endpoint["kind"],
      vpcId: byId(configuration, vpcs(), resource, "vpc_id").id,
      service: configuration.required(resource, "service_name"),
      privateDns: configuration.flag(resource, "private_dns_enabled") ?? false,
      networkInterfaceIds: cardRequests()
        .filter((card) => card.resource === resource)
        .map(({ id }) => id),
      ...(kindOf(configuration, resource) === "gateway" && {
        prefixListId: prefixListOf(configuration, resource),
      }),
      routeTableIds: associated(configuration, resource, "route_table").map(
        (id) => known(network.routeTables(), id, resource, "route table").id,
      ),
    }));
}

/** The list of the ranges of a gateway endpoint's service, which only AWS knows. */
export function prefixListOf(configuration: Configuration, endpoint: Resource): string {
  const id = endpoint.deployed ? configuration.text(endpoint, "prefix_list_id") : undefined;
  return id ?? standInId("aws_ec2_managed_prefix_list", endpoint);
}

/** Endpoints of kinds that the model does not have, such as those of gateway load balancers: routes may lead to them. */
export function unknownEndpoints({ configuration }: Network): NotUnderstood[] {
  return configuration
    .ofType("aws_vpc_endpoint")
    .filter((resource) => kindOf(configuration, resource) === "other")
    .map((resource) => ({
      ...{ stack: resource.stack, address: resource.address },
      why: "is an endpoint of a kind that is not followed",
      touches: [idOf(resource)],
      may: "either",
    }));
}

/** An interface endpoint's cards, one in each subnet. */
export function cardsOfEndpoint(network: Network, resource: Resource): CardRequest[] {
  const { configuration, subnets, vpcs } = network;
  if (kindOf(configuration, resource) !== "interface") return [];
  const vpc = byId(configuration, vpcs(), resource, "vpc_id");
  const groups = associated(configuration, resource, "security_group");
  const given = configuration.blocks(resource, "subnet_configuration").map((block) => ({
    subnetId: configuration.text(block, "subnet_id"),
    privateIp: configuration.text(block, "ipv4"),
  }));
  // Which of a state's ids is in which subnet, the state does not say, and nothing depends on it.
  const ids = resource.deployed ? configuration.texts(resource, "network_interface_ids").sort() : [];
  return associated(configuration, resource, "subnet")
    .map((id) => known(subnets(), id, resource, "subnet"))
    .sort(bySource)
    .map((subnet, index) => ({
      ...element(resource, ids[index] ?? standInId("aws_network_interface", resource, subnet.id)),
      name: `${nameOf(resource)}-${subnet.name}`,
      resource,
      subnetId: subnet.id,
      privateIp: given.find(({ subnetId }) => subnetId === subnet.id)?.privateIp,
      sourceDestCheck: true,
      securityGroupIds: groups.length > 0 ? groups : [vpc.defaultSecurityGroupId],
    }));
}

function kindOf(configuration: Configuration, resource: Resource): Endpoint["kind"] | "other" {
  const type = configuration.text(resource, "vpc_endpoint_type") ?? "Gateway";
  return type === "Interface" ? "interface" : type === "Gateway" ? "gateway" : "other";
}

/** The ids of what an endpoint names itself (`subnet_ids`) or by resources of their own (`…_subnet_association`). */
function associated(configuration: Configuration, endpoint: Resource, what: string): string[] {
  const separate = configuration
    .ofType(`aws_vpc_endpoint_${what}_association`)
    .filter((association) => configuration.required(association, "vpc_endpoint_id") === idOf(endpoint))
    .map((association) => configuration.required(association, `${what}_id`));
  return [...new Set([...configuration.texts(endpoint, `${what}_ids`), ...separate])];
}
