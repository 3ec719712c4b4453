import { Gateway, NetworkAcl, RouteTable, Subnet, Topology } from "../../lib/topology";

/** A network of AWS's own: addresses of translators, which no network routes (RFC 7335), and so no VPC has. */
const NETWORK = "192.0.0.0/28";
const addressOf = (index: number) => `192.0.0.${4 + index}`;

/**
 * The same network with a zonal NAT gateway in place of each regional one, in a subnet of AWS's own whose table leads to
 * the VPC's internet gateway. AWS has a part of it in each zone; here one does the work of all.
 */
export function withoutRegionalGateways(topology: Topology): Topology {
  const regional = topology.gateways.filter(({ availability }) => availability === "regional");
  const zonal = (gateway: Gateway): Gateway => ({
    ...gateway,
    availability: "zonal",
    subnetId: idOf("subnet", gateway),
    privateIp: addressOf(regional.indexOf(gateway)),
  });
  return {
    ...topology,
    gateways: topology.gateways.map((gateway) => (regional.includes(gateway) ? zonal(gateway) : gateway)),
    subnets: [...topology.subnets, ...regional.map(subnetOf)],
    routeTables: [...topology.routeTables, ...regional.map((gateway) => tableOf(topology, gateway))],
    networkAcls: [...topology.networkAcls, ...regional.map(aclOf)],
  };
}

type Kind = "subnet" | "table" | "acl";

function idOf(kind: Kind, { id }: Gateway): string {
  return `${kind}-of-${id}`;
}

function part(kind: Kind, gateway: Gateway) {
  const { stack, address, vpcId, name } = gateway;
  return { stack, address, vpcId, id: idOf(kind, gateway), name: `${name}-${kind}` };
}

function subnetOf(gateway: Gateway): Subnet {
  return {
    ...part("subnet", gateway),
    cidr: NETWORK,
    mapPublicIpOnLaunch: false,
    routeTableId: idOf("table", gateway),
    networkAclId: idOf("acl", gateway),
  };
}

function tableOf({ gateways }: Topology, gateway: Gateway): RouteTable {
  const { stack, address, vpcId } = gateway;
  const routes = gateways
    .filter((other) => other.kind === "internet-gateway" && other.vpcId === vpcId)
    .map(({ id }) => ({
      ...{ stack, address, destination: "0.0.0.0/0" },
      target: { kind: "internet-gateway", id } as const,
    }));
  return { ...part("table", gateway), main: false, routes };
}

function aclOf(gateway: Gateway): NetworkAcl {
  const { stack, address } = gateway;
  const all = [{ stack, address, number: 100, action: "allow", protocol: "all", cidr: "0.0.0.0/0" } as const];
  return { ...part("acl", gateway), default: false, ingress: all, egress: all };
}
