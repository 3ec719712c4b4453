import { Configuration } from "../terraform-json/configuration";
import { Resource, bySource } from "../terraform-json/stack";
import { grouped } from "../tools/grouped";
import { byId, element, idOf, known, nameOf, placeholderId, withId } from "./elements";
import { ipv6OfDualStack } from "./ipv6";
import { Endpoint, RouteTable } from "./model";
import { InterfaceRequest, Parts } from "./parts";

export function readEndpoints(parts: Parts): Endpoint[] {
  const { configuration, problems, vpcs, interfaceRequests } = parts;
  const byResource = grouped(interfaceRequests(), ({ resource }) => [resource]);
  return problems.each(configuration.ofType("aws_vpc_endpoint"), (resource) => {
    const kind = kindOf(configuration, resource);
    if (kind === "other") {
      const why = "is an endpoint of a kind that is not followed";
      problems.add(resource, { why, touches: [idOf(resource)], may: "either" });
      return [];
    }
    return [
      {
        ...element(resource),
        kind,
        vpcId: byId(configuration, vpcs(), resource, "vpc_id").id,
        service: configuration.required(resource, "service_name"),
        privateDns: configuration.flag(resource, "private_dns_enabled") ?? false,
        networkInterfaceIds: (byResource.get(resource) ?? []).map(({ id }) => id),
        routeTableIds: tablesOf(parts, resource).map(({ id }) => id),
        ...(kind === "gateway" && { prefixListId: prefixListOf(configuration, resource) }),
      },
    ];
  });
}

/** The list of the ranges of a gateway endpoint's service, which only AWS knows. */
export function prefixListOf(configuration: Configuration, endpoint: Resource): string {
  const id = endpoint.deployed ? configuration.text(endpoint, "prefix_list_id") : undefined;
  return id ?? placeholderId("aws_ec2_managed_prefix_list", endpoint);
}

/** An interface endpoint's network interfaces, one in each subnet. */
export function interfacesOfEndpoint(parts: Parts, resource: Resource): InterfaceRequest[] {
  const { configuration, subnets } = parts;
  if (kindOf(configuration, resource) !== "interface") return [];
  const given = configuration.blocks(resource, "subnet_configuration").map((block) => ({
    subnetId: configuration.text(block, "subnet_id"),
    privateIp: configuration.text(block, "ipv4"),
    block,
  }));
  // Which of a state's ids is in which subnet, the state does not say, and nothing depends on it.
  const ids = resource.deployed ? configuration.texts(resource, "network_interface_ids").sort() : [];
  return associated(parts, resource, "subnet")
    .map((id) => known(subnets(), id, resource, "subnet"))
    .sort(bySource)
    .map((subnet, index) => {
      const own = given.find(({ subnetId }) => subnetId === subnet.id);
      return {
        ...element(resource, ids[index] ?? placeholderId("aws_network_interface", resource, subnet.id)),
        name: `${nameOf(resource)}-${subnet.name}`,
        resource,
        subnetId: subnet.id,
        privateIp: own?.privateIp,
        ipv6: ipv6OfDualStack(configuration, resource, own && { block: own.block, argument: "ipv6" }),
        sourceDestCheck: true,
        securityGroupIds: associated(parts, resource, "security_group"),
      };
    });
}

/** In a state, or when it was found by a data source, an endpoint may have tables that were not read. */
function tablesOf(parts: Parts, resource: Resource): RouteTable[] {
  const ids = associated(parts, resource, "route_table");
  return ids.flatMap((id) => {
    const table = withId(parts.routeTables(), id);
    if (!table && resource.deployed) return [];
    return [table ?? known(parts.routeTables(), id, resource, "route table")];
  });
}

function kindOf(configuration: Configuration, resource: Resource): Endpoint["kind"] | "other" {
  const type = configuration.text(resource, "vpc_endpoint_type") ?? "Gateway";
  return type === "Interface" ? "interface" : type === "Gateway" ? "gateway" : "other";
}

/** The ids of what an endpoint names itself (`subnet_ids`) or by resources of their own (`…_subnet_association`). */
function associated({ configuration, problems }: Parts, endpoint: Resource, what: string): string[] {
  const id = idOf(endpoint);
  const associations = configuration.ofType(`aws_vpc_endpoint_${what}_association`);
  const separate = problems.each(associations, (association) =>
    configuration.required(association, "vpc_endpoint_id") === id
      ? [configuration.required(association, `${what}_id`)]
      : [],
  );
  return [...new Set([...configuration.texts(endpoint, `${what}_ids`), ...separate])];
}
