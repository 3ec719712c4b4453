import { Instance, NetworkInterface, RouteTable, Topology } from "../topology/model";
import { INTERNET, Node } from "./picture";
import { arrowsOf } from "./routes";

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
    ...topology.endpoints
      .filter(({ networkInterfaceIds }) => networkInterfaceIds.length === 0)
      .map(({ id, vpcId, service }) => ({ place: vpcId, node: endpointNode(id, service, [id]) })),
    ...outside(topology),
  ];
}

function interfaceNode(topology: Topology, networkInterface: NetworkInterface): Node {
  const endpoint = topology.endpoints.find(({ networkInterfaceIds }) =>
    networkInterfaceIds.includes(networkInterface.id),
  );
  if (endpoint)
    return endpointNode(networkInterface.id, endpoint.service, [networkInterface.id, endpoint.id]);
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

function endpointNode(key: string, service: string, elements: readonly string[]): Node {
  const name = service.replace(/^com\.amazonaws\.[^.]+\./, "");
  return { kind: "endpoint", key, name, details: [], elements };
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
    const addresses = elasticIps.filter(({ publicIp }) => publicIp === gateway.publicIp);
    const regional = gateway.availability === "regional" ? "regional " : "";
    const details = [regional + KIND_NAMES[gateway.kind], ...addresses.map(() => "Elastic IP")];
    const elements = [gateway.id, ...addresses.map(({ id }) => id)];
    return {
      // Empty where it is attached to none.
      place: (gateway.subnetId ?? gateway.vpcId) || undefined,
      node: { kind: "gateway", key: gateway.id, name: gateway.name, details, elements },
    };
  });
}

const KIND_NAMES = {
  "internet-gateway": "internet gateway",
  "nat-gateway": "NAT gateway",
  "egress-only-gateway": "egress-only gateway",
};

function outside(topology: Topology): PlacedNode[] {
  const { elasticIps, networkInterfaces, gateways } = topology;
  const free = elasticIps.filter(
    ({ networkInterfaceId, publicIp }) =>
      !networkInterfaces.some(({ id }) => id === networkInterfaceId) &&
      !gateways.some((gateway) => gateway.publicIp === publicIp),
  );
  const unknown = topology.routeTables
    .flatMap((table) => arrowsOf(topology, table))
    .filter(({ known }) => !known)
    .map(({ target, what }) => [target, what ?? "not read"] as const);
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
    ...[...new Map(unknown)].map(([id, what]) => ({
      node: { kind: "other" as const, key: id, name: id, details: [what], elements: [id] },
    })),
  ];
}
