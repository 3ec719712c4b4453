import { Endpoint, Instance, LoadBalancer, NetworkInterface, RouteTable, Topology } from "../topology/model";
import { existsAlready } from "../topology/existing";
import { INTERNET, Node } from "./picture";
import { arrowsOf, gatewayEndpoints } from "./routes";

/** A node and the key of the box that it is drawn in, undefined outside of every VPC. */
export interface PlacedNode {
  readonly node: Node;
  readonly place?: string;
}

/** A zone has no id: its subnets name it. */
export function zoneKey({ vpcId, zone = "" }: { readonly vpcId: string; readonly zone?: string }): string {
  return `${vpcId} ${zone}`;
}

export function placeNodes(topology: Topology): PlacedNode[] {
  return [
    ...topology.networkInterfaces.map((networkInterface) => ({
      place: networkInterface.subnetId,
      node: interfaceNode(topology, networkInterface),
    })),
    ...topology.routeTables
      .filter((table) => isUsed(topology, table))
      .map((table) => ({ place: placeOfTable(topology, table), node: tableNode(topology, table) })),
    ...gatewayNodes(topology),
    ...gatewayEndpoints(topology).map((together) => ({
      place: together[0].vpcId,
      node: endpointNode(
        together[0].id,
        together,
        together.map(({ id }) => id),
      ),
    })),
    ...outside(topology),
  ];
}

function interfaceNode(topology: Topology, networkInterface: NetworkInterface): Node {
  const endpoint = topology.endpoints.find(({ networkInterfaceIds }) =>
    networkInterfaceIds.includes(networkInterface.id),
  );
  if (endpoint) return endpointNode(networkInterface.id, [endpoint], [networkInterface.id, endpoint.id]);
  const loadBalancer = topology.loadBalancers.find(({ networkInterfaceIds }) =>
    networkInterfaceIds.includes(networkInterface.id),
  );
  if (loadBalancer) return loadBalancerNode(topology, networkInterface, loadBalancer);
  const elasticIps = topology.elasticIps.filter(
    ({ networkInterfaceId }) => networkInterfaceId === networkInterface.id,
  );
  const elements = [networkInterface.id, ...elasticIps.map(({ id }) => id)];
  const details = [
    ...(networkInterface.sourceDestCheck ? [] : ["no source/dest check"]),
    ...elasticIps.map(() => "Elastic IP"),
    ...(networkInterface.publicIp && elasticIps.length === 0 ? ["public address"] : []),
  ];
  const instance = topology.instances.find(({ id }) => id === networkInterface.instanceId);
  if (!instance)
    return {
      kind: "instance",
      key: networkInterface.id,
      name: networkInterface.name,
      details: [
        networkInterface.unknownInstance ? `of ${networkInterface.unknownInstance}` : "not attached",
        ...details,
      ],
      elements,
    };
  const only = instance.networkInterfaceIds.length === 1;
  return {
    kind: isForwarder(topology, instance) ? "nat-host" : "instance",
    key: networkInterface.id,
    name: instance.name,
    details: only ? details : [`interface #${networkInterface.deviceIndex}`, ...details],
    elements: only ? [instance.id, ...elements] : elements,
  };
}

/** Packets of others are sent to it, or it may take them. */
function isForwarder({ networkInterfaces, routeTables }: Topology, { id }: Instance): boolean {
  const targets = routeTables.flatMap(({ routes }) => routes.map(({ target }) => target.id));
  return networkInterfaces.some(
    (networkInterface) =>
      networkInterface.instanceId === id &&
      (!networkInterface.sourceDestCheck || targets.includes(networkInterface.id)),
  );
}

function endpointNode(key: string, endpoints: readonly Endpoint[], elements: readonly string[]): Node {
  const names = endpoints.map(({ service }) => service.replace(/^com\.amazonaws\.[^.]+\./, ""));
  return { kind: "endpoint", key, name: names.join(", "), details: [], elements };
}

/** One of a load balancer's network interfaces, which each listen at all its ports. */
function loadBalancerNode(
  { elasticIps }: Topology,
  { id }: NetworkInterface,
  { id: loadBalancerId, name, scheme, listeners }: LoadBalancer,
): Node {
  const addresses = elasticIps.filter(({ networkInterfaceId }) => networkInterfaceId === id);
  return {
    kind: "load-balancer",
    key: id,
    name,
    details: [
      ...listeners.map(listenerLine),
      scheme === "internal" ? "internal load balancer" : "load balancer",
      ...addresses.map(() => "Elastic IP"),
    ],
    elements: [id, loadBalancerId, ...addresses.map((address) => address.id)],
  };
}

/** `tcp 443`, with the targets' port where it is another. */
function listenerLine({ protocol, port, targets }: LoadBalancer["listeners"][number]): string {
  const others = new Set(targets.map((target) => target.port).filter((other) => other !== port));
  return `${protocol} ${port}${others.size > 0 ? ` to ${[...others].join(", ")}` : ""}`;
}

/** AWS makes a table with each VPC, which most leave alone. */
function isUsed(topology: Topology, table: RouteTable): boolean {
  return (
    topology.subnets.some(({ routeTableId }) => routeTableId === table.id) ||
    arrowsOf(topology, table).length > 0
  );
}

function tableNode(topology: Topology, table: RouteTable): Node {
  const details = arrowsOf(topology, table).map(({ prefix }) => prefix);
  return { kind: "route-table", key: table.id, name: table.name, details, elements: [table.id] };
}

/** Its subnet; when it rules several, what they have in common. */
function placeOfTable({ subnets }: Topology, { id, vpcId }: RouteTable): string {
  const ruled = subnets.filter(({ routeTableId }) => routeTableId === id);
  if (ruled.length === 1) return ruled[0]!.id;
  const [zone, ...otherZones] = new Set(ruled.map(zoneKey));
  return zone && otherZones.length === 0 ? zone : vpcId;
}

function gatewayNodes({ gateways, elasticIps }: Topology): PlacedNode[] {
  return gateways.map((gateway) => {
    const addresses = elasticIps.filter(({ publicIp }) => gateway.publicIps?.includes(publicIp));
    const isRegional = gateway.availability === "regional";
    const details = [
      ...(isRegional ? ["regional"] : []),
      ...KIND_NAMES[gateway.kind],
      ...addresses.map(() => "Elastic IP"),
    ];
    const elements = [gateway.id, ...addresses.map(({ id }) => id)];
    return {
      // Empty where it is attached to none.
      place: (gateway.subnetId ?? gateway.vpcId) || undefined,
      node: {
        kind: gateway.kind === "internet-gateway" ? "gateway" : gateway.kind,
        ...{ key: gateway.id, name: gateway.name, details, elements },
      },
    };
  });
}

/** In lines that are no wider than a route table. */
const KIND_NAMES = {
  "internet-gateway": ["internet gateway"],
  "nat-gateway": ["NAT gateway"],
  "egress-only-gateway": ["egress-only", "internet gateway"],
};

function outside(topology: Topology): PlacedNode[] {
  const { elasticIps, networkInterfaces, gateways } = topology;
  const free = elasticIps.filter(
    ({ networkInterfaceId, publicIp }) =>
      !networkInterfaces.some(({ id }) => id === networkInterfaceId) &&
      !gateways.some(({ publicIps }) => publicIps?.includes(publicIp)),
  );
  const unknown = topology.routeTables
    .flatMap((table) => arrowsOf(topology, table).map((arrow) => ({ ...arrow, table })))
    .filter(({ known }) => !known)
    .map(({ target, what, table }) => {
      const details = [what ?? "not read", ...(existsAlready(table) ? ["exists already"] : [])];
      return [target, details] as const;
    });
  return [
    { node: { kind: "internet", key: INTERNET, name: "internet", details: [], elements: [INTERNET] } },
    ...free.map(({ id, name }) => ({
      node: {
        kind: "other" as const,
        key: id,
        name,
        details: ["Elastic IP", "not associated"],
        elements: [id],
      },
    })),
    ...[...new Map(unknown)].map(([id, details]) => ({
      node: { kind: "other" as const, key: id, name: id, details, elements: [id] },
    })),
  ];
}
