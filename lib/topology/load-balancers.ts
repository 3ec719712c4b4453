import { Configuration } from "../terraform-json/configuration";
import { Block, ReadError, Resource, bySource } from "../terraform-json/stack";
import { grouped } from "../tools/grouped";
import { element, known, nameOf, placeholderId, withId } from "./elements";
import { ipv6OfDualStack } from "./ipv6";
import { listenersOf } from "./listeners";
import { LoadBalancer } from "./model";
import { InterfaceRequest, Parts } from "./parts";

export function readLoadBalancers(parts: Parts): LoadBalancer[] {
  const { configuration, problems, subnets, interfaceRequests } = parts;
  const byResource = grouped(interfaceRequests(), ({ resource }) => [resource]);
  const found = problems.each(configuration.ofType("aws_lb"), (resource) => {
    if (!isNetworkLoadBalancer(configuration, resource)) {
      const type = configuration.text(resource, "load_balancer_type") ?? "application";
      problems.add(resource, {
        why: `is a load balancer of type ${type}, which is not followed`,
        may: "nothing",
      });
      return [];
    }
    const [first, ...others] = byResource.get(resource) ?? [];
    if (!first) throw new ReadError(resource, "has no subnet that was read");
    return [
      {
        ...element(resource),
        vpcId: withId(subnets(), first.subnetId)!.vpcId,
        scheme: isInternal(configuration, resource) ? ("internal" as const) : ("internet-facing" as const),
        networkInterfaceIds: [first, ...others].map(({ id }) => id),
        crossZone: configuration.flag(resource, "enable_cross_zone_load_balancing") ?? false,
      },
    ];
  });
  const listeners = grouped(listenersOf(parts, found), ({ loadBalancerId }) => [loadBalancerId]);
  return found.map(({ stack, address, id, name, vpcId, scheme, networkInterfaceIds }) => ({
    ...{ stack, address, id, name, vpcId, scheme, networkInterfaceIds },
    listeners: (listeners.get(id) ?? []).map(({ listener }) => listener).sort((a, b) => a.port - b.port),
  }));
}

/** Those that a load balancer has in its subnets, which AWS makes. */
export function interfacesOfLoadBalancer(parts: Parts, resource: Resource): InterfaceRequest[] {
  const { configuration, subnets } = parts;
  if (!isNetworkLoadBalancer(configuration, resource)) return [];
  return mappingsOf(configuration, resource)
    .map(({ subnetId, ...rest }) => ({ ...rest, subnet: known(subnets(), subnetId, resource, "subnet") }))
    .sort((a, b) => bySource(a.subnet, b.subnet))
    .map(({ subnet, block }) => ({
      ...element(resource, interfaceIn(resource, subnet.id)),
      name: `${nameOf(resource)}-${subnet.name}`,
      resource,
      subnetId: subnet.id,
      privateIp: block && configuration.text(block, "private_ipv4_address"),
      ipv6: ipv6OfDualStack(configuration, resource, block && { block, argument: "ipv6_address" }),
      sourceDestCheck: false,
      securityGroupIds: configuration.texts(resource, "security_groups"),
    }));
}

/** The Elastic IPs that load balancers are given, with the network interface that each is associated with. */
export function elasticIpsOfLoadBalancers({ configuration, problems }: Parts): [string, string][] {
  return problems.each(configuration.ofType("aws_lb"), (resource) =>
    mappingsOf(configuration, resource).flatMap(({ subnetId, block }): [string, string][] => {
      const elasticIp = block && configuration.text(block, "allocation_id");
      return elasticIp === undefined ? [] : [[elasticIp, interfaceIn(resource, subnetId)]];
    }),
  );
}

/** Whether AWS gives it public addresses. */
export function isInternal(configuration: Configuration, loadBalancer: Resource): boolean {
  return configuration.flag(loadBalancer, "internal") ?? false;
}

function isNetworkLoadBalancer(configuration: Configuration, resource: Resource): boolean {
  return configuration.text(resource, "load_balancer_type") === "network";
}

/** Its subnets, which are given by themselves or with addresses; a state has both. */
function mappingsOf(
  configuration: Configuration,
  resource: Resource,
): { readonly subnetId: string; readonly block?: Block }[] {
  const mapped = configuration
    .blocks(resource, "subnet_mapping")
    .map((block) => ({ subnetId: configuration.required(block, "subnet_id"), block }));
  const given = configuration.texts(resource, "subnets").map((subnetId) => ({ subnetId }));
  return [...mapped, ...given.filter(({ subnetId }) => !mapped.some((other) => other.subnetId === subnetId))];
}

function interfaceIn(resource: Resource, subnetId: string): string {
  return placeholderId("aws_network_interface", resource, subnetId);
}
