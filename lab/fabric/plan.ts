import { Gateway, Topology } from "../../lib/topology";
import { Fabric, FabricInterface, Host } from "./fabric";
import { findInterface, linkOf, networkInterface } from "./interfaces";
import { loadBalancers, servedBy } from "./load-balancers";
import { withoutRegionalGateways } from "./regional-gateways";

/**
 * The parts that a lab for `topology` consists of. Network interfaces that are attached to nothing are not among them.
 */
export function planFabric(described: Topology): Fabric {
  const topology = withoutRegionalGateways(described);
  const hosts = named([
    ...instances(topology),
    ...endpoints(topology),
    ...loadBalancers(topology),
    ...natGateways(topology),
  ]);
  const networkInterfaces = hosts.flatMap((host) => host.networkInterfaces);
  const vpcs = topology.vpcs.map((vpc, index) => {
    const has = (wanted: Gateway["kind"]) =>
      topology.gateways.some(({ kind, vpcId }) => kind === wanted && vpcId === vpc.id);
    return {
      vpc,
      router: `aws-${vpc.name}`,
      index,
      hasInternetGateway: has("internet-gateway"),
      hasEgressOnlyGateway: has("egress-only-gateway"),
      subnets: topology.subnets.filter(({ vpcId }) => vpcId === vpc.id),
      networkInterfaces: networkInterfaces.filter(({ subnet }) => subnet.vpcId === vpc.id),
    };
  });
  return { topology, vpcs, hosts };
}

/** A host whose name another one has already gets its kind behind it: `nat-b`, `nat-b-nat-gateway`. */
function named(hosts: readonly Host[]): Host[] {
  const taken = new Set<string>();
  return hosts.map((host) => {
    const name = taken.has(host.name) ? `${host.name}-${host.kind}` : host.name;
    taken.add(name);
    const networkInterfaces = host.networkInterfaces.map((own) => ({ ...own, host: name }));
    return { ...host, name, networkInterfaces };
  });
}

function instances(topology: Topology): Host[] {
  const targets = new Set(
    topology.routeTables.flatMap(({ routes }) =>
      routes.flatMap(({ target }) => (target.kind === "network-interface" ? [target.id] : [])),
    ),
  );
  return topology.instances.map(({ id, name, networkInterfaceIds, userData }) => ({
    name,
    id,
    kind: userData === undefined ? "plain" : "machine",
    translates: userData === undefined && networkInterfaceIds.some((interfaceId) => targets.has(interfaceId)),
    serves: servedBy(topology, networkInterfaceIds),
    networkInterfaces: networkInterfaceIds.map((interfaceId) =>
      networkInterface(topology, findInterface(topology, interfaceId), name),
    ),
  }));
}

/** Each network interface of an endpoint is a host of its own. */
function endpoints(topology: Topology): Host[] {
  return topology.endpoints.flatMap(({ networkInterfaceIds }) =>
    networkInterfaceIds.map((interfaceId): Host => {
      const own = findInterface(topology, interfaceId);
      return {
        name: own.name,
        id: own.id,
        kind: "plain",
        translates: false,
        networkInterfaces: [networkInterface(topology, own, own.name)],
      };
    }),
  );
}

function natGateways(topology: Topology): Host[] {
  return topology.gateways.flatMap(({ kind, id, name, subnetId, privateIp, publicIp }) => {
    if (kind !== "nat-gateway" || subnetId === undefined || privateIp === undefined) return [];
    const own: FabricInterface = {
      ...{ id, name, privateIp, publicIp, link: linkOf(id), host: name, index: 0 },
      macAddress: `02:ff:${privateIp.split(".").map(octet).join(":")}`,
      subnet: topology.subnets.find((subnet) => subnet.id === subnetId)!,
      sourceDestCheck: false,
    };
    return [{ name, id, kind: "nat-gateway" as const, translates: true, networkInterfaces: [own] }];
  });
}

function octet(decimal: string): string {
  return Number(decimal).toString(16).padStart(2, "0");
}
