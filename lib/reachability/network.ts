import { holds, prefixLength } from "../net/ranges";
import { grouped } from "../tools/grouped";
import {
  Element,
  Endpoint,
  Gateway,
  Instance,
  LoadBalancer,
  NetworkAcl,
  NetworkInterface,
  NotUnderstood,
  Route,
  RouteTable,
  RouteTarget,
  SecurityGroup,
  Subnet,
  Topology,
  Vpc,
} from "../topology";

const networks = new WeakMap<Topology, Network>();

/** A topology with the look-ups that a packet needs, each in constant time: a matrix asks for every pair. */
export class Network {
  private readonly elements: ReadonlyMap<string, Element>;
  private readonly interfacesByAddress: ReadonlyMap<string, readonly NetworkInterface[]>;
  private readonly endpointsByInterface: ReadonlyMap<string, Endpoint>;
  private readonly loadBalancersByInterface: ReadonlyMap<string, LoadBalancer>;
  private readonly gatewayEndpoints: ReadonlyMap<string, readonly Endpoint[]>;
  private readonly unreadById: ReadonlyMap<string, readonly NotUnderstood[]>;
  /** What may have a part in any packet's way. */
  private readonly unreadAnywhere: readonly NotUnderstood[];
  /** The routes that were looked up, by subnet and address. */
  private readonly routes = new Map<string, Route | "local" | undefined>();

  private constructor(readonly topology: Topology) {
    const { vpcs, subnets, routeTables, networkAcls, securityGroups } = topology;
    const { networkInterfaces, instances, gateways, endpoints, loadBalancers, notUnderstood } = topology;
    const all: readonly (readonly Element[])[] = [
      ...[vpcs, subnets, routeTables, networkAcls, securityGroups],
      ...[networkInterfaces, instances, gateways, endpoints, loadBalancers],
    ];
    this.elements = new Map(all.flat().map((element) => [element.id, element]));
    this.interfacesByAddress = grouped(networkInterfaces, ({ privateIp, ipv6Addresses = [] }) => [
      privateIp,
      ...ipv6Addresses,
    ]);
    this.endpointsByInterface = new Map(
      endpoints.flatMap((endpoint) => endpoint.networkInterfaceIds.map((id) => [id, endpoint])),
    );
    this.loadBalancersByInterface = new Map(
      loadBalancers.flatMap((loadBalancer) =>
        loadBalancer.networkInterfaceIds.map((id) => [id, loadBalancer]),
      ),
    );
    this.gatewayEndpoints = grouped(
      endpoints.filter(({ kind }) => kind === "gateway"),
      ({ routeTableIds }) => routeTableIds,
    );
    const relevant = notUnderstood.filter(({ may }) => may !== "nothing");
    this.unreadAnywhere = relevant.filter(({ touches }) => touches === "anything");
    this.unreadById = grouped(relevant, ({ touches }) => (touches === "anything" ? [] : touches));
  }

  /** The one network of a topology. */
  static of(topology: Topology): Network {
    const known = networks.get(topology) ?? new Network(topology);
    networks.set(topology, known);
    return known;
  }

  networkInterface(id: string): NetworkInterface {
    return this.get<NetworkInterface>(id);
  }

  gateway(id: string): Gateway {
    return this.get<Gateway>(id);
  }

  instanceOf({ instanceId }: NetworkInterface): Instance | undefined {
    return instanceId === undefined ? undefined : this.get<Instance>(instanceId);
  }

  /** The endpoint that a network interface belongs to. */
  endpointOf({ id }: NetworkInterface): Endpoint | undefined {
    return this.endpointsByInterface.get(id);
  }

  /** The load balancer that a network interface belongs to. */
  loadBalancerOf({ id }: NetworkInterface): LoadBalancer | undefined {
    return this.loadBalancersByInterface.get(id);
  }

  subnetOf({ subnetId }: { readonly subnetId: string }): Subnet {
    return this.get<Subnet>(subnetId);
  }

  vpcOf({ vpcId }: { readonly vpcId: string }): Vpc {
    return this.get<Vpc>(vpcId);
  }

  groupsOf({ securityGroupIds }: NetworkInterface): SecurityGroup[] {
    return securityGroupIds.map((id) => this.get<SecurityGroup>(id));
  }

  tableOf({ routeTableId }: Subnet): RouteTable {
    return this.get<RouteTable>(routeTableId);
  }

  aclOf({ networkAclId }: Subnet): NetworkAcl {
    return this.get<NetworkAcl>(networkAclId);
  }

  internetGatewayOf(vpcId: string): Gateway | undefined {
    return this.topology.gateways.find((one) => one.kind === "internet-gateway" && one.vpcId === vpcId);
  }

  /** All network interfaces that have a private or an IPv6 address, in whatever VPC. */
  interfacesAt(address: string): readonly NetworkInterface[] {
    return this.interfacesByAddress.get(address) ?? [];
  }

  /** The network interface that holds an address in the VPC of `subnet`. */
  interfaceAt(address: string, { vpcId }: Subnet): NetworkInterface | undefined {
    return this.interfacesAt(address).find(
      (networkInterface) => this.subnetOf(networkInterface).vpcId === vpcId,
    );
  }

  /** The gateway endpoint by which a subnet's table leads to a service, such as `s3`. */
  gatewayEndpoint({ routeTableId }: Subnet, service: string): Endpoint | undefined {
    const endpoints = this.gatewayEndpoints.get(routeTableId) ?? [];
    return endpoints.find((endpoint) => serviceName(endpoint) === service);
  }

  /** Whether a prefix list is known to be that of a service, because a gateway endpoint has it. */
  isListOf(prefixListId: string, service: string): boolean {
    return this.topology.endpoints.some(
      (endpoint) => endpoint.prefixListId === prefixListId && serviceName(endpoint) === service,
    );
  }

  /**
   * The route that a subnet's table has for an address: the longest prefix. `local` is the VPC's own, for each of its
   * ranges; a longer one, or one for the same range, takes its place (VPC user guide, "Route priority", and "Replace or
   * restore the target for a local route"). What stays inside the subnet is delivered without a route.
   */
  route(subnet: Subnet, address: string): Route | "local" | undefined {
    const key = `${subnet.id} ${address}`;
    if (!this.routes.has(key)) this.routes.set(key, this.findRoute(subnet, address));
    return this.routes.get(key);
  }

  private findRoute(subnet: Subnet, address: string): Route | "local" | undefined {
    if (rangesOf(subnet).some((range) => holds(range, address))) return "local";
    const own = longest(rangesOf(this.vpcOf(subnet)), address);
    const route = this.tableOf(subnet)
      .routes.filter(({ destination }) => holds(destination, address))
      .sort((a, b) => prefixLength(b.destination) - prefixLength(a.destination))[0];
    if (own !== undefined && (!route || prefixLength(route.destination) < own)) return "local";
    return route?.target.kind === "local" ? "local" : route;
  }

  /** What was not read and may let packets through at these elements (`open`), or stop them there (`close`). */
  unread(ids: readonly string[], effect: "open" | "close"): NotUnderstood[] {
    const touching = ids.flatMap((id) => this.unreadById.get(id) ?? []);
    return [...new Set(touching)].filter(({ may }) => may === effect || may === "either");
  }

  /** What was not read and may let packets through, or stop them, wherever they pass. */
  unreadEverywhere(effect: "open" | "close"): NotUnderstood[] {
    return this.unreadAnywhere.filter(({ may }) => may === effect || may === "either");
  }

  /** What a route leads to, in words. */
  targetName({ target }: Pick<Route, "target">): string {
    switch (target.kind) {
      case "network-interface":
        return `network interface ${this.networkInterface(target.id).name}`;
      case "internet-gateway":
      case "nat-gateway":
      case "egress-only-gateway":
        return this.gateway(target.id).name;
      case "other":
      case "unknown":
        return `${target.what} ${target.id}`;
      case "vpc-endpoint":
        return `VPC endpoint ${target.id}`;
      case "local":
        return "the VPC";
    }
  }

  /** The same for who asks after hosts: a NAT host by its own name, and a NAT gateway told from a host of that name. */
  wayName(target: RouteTarget): string {
    const host = target.kind === "network-interface" && this.instanceOf(this.networkInterface(target.id));
    if (host) return host.name;
    return `${target.kind === "nat-gateway" ? "NAT gateway " : ""}${this.targetName({ target })}`;
  }

  private get<T extends Element>(id: string): T {
    const element = this.elements.get(id);
    if (!element) throw new Error(`Nothing in the topology has the id ${id}`);
    return element as T;
  }
}

/** A service's name as people write it: `ssm` of `com.amazonaws.eu-central-1.ssm`, `ecr.api` of `…ecr.api`. */
export function serviceName({ service }: Pick<Endpoint, "service">): string {
  return service.replace(/^(com\.amazonaws|aws\.sagemaker)\.([a-z]+-)+\d+\./, "");
}

/** All ranges of a VPC or a subnet, IPv4 and IPv6. */
export function rangesOf(place: Vpc | Subnet): readonly string[] {
  return "cidrs" in place
    ? [...place.cidrs, ...(place.ipv6Cidrs ?? [])]
    : [place.cidr, ...(place.ipv6Cidr === undefined ? [] : [place.ipv6Cidr])];
}

function longest(ranges: readonly string[], address: string): number | undefined {
  const lengths = ranges.filter((range) => holds(range, address)).map(prefixLength);
  return lengths.length === 0 ? undefined : Math.max(...lengths);
}
