import { Configuration } from "../terraform-json/configuration";
import { byId, element, idOf, known } from "./elements";
import { Gateway } from "./model";
import { Network } from "./network";
import { Resource } from "../terraform-json/stack";

export function readGateways(network: Network): Gateway[] {
  const { configuration, vpcs } = network;
  return [
    ...configuration.ofType("aws_egress_only_internet_gateway").map((resource) => ({
      ...element(resource),
      kind: "egress-only-gateway" as const,
      vpcId: byId(configuration, vpcs(), resource, "vpc_id").id,
    })),
    ...configuration.ofType("aws_internet_gateway").map((resource) => ({
      ...element(resource),
      kind: "internet-gateway" as const,
      vpcId: vpcOfInternetGateway(network, resource),
    })),
    ...configuration.ofType("aws_nat_gateway").map((resource) => natGateway(network, resource)),
  ];
}

function vpcOfInternetGateway({ configuration, vpcs }: Network, gateway: Resource): string {
  const attachment = configuration
    .ofType("aws_internet_gateway_attachment")
    .find((candidate) => configuration.required(candidate, "internet_gateway_id") === idOf(gateway));
  const id = configuration.text(attachment ?? gateway, "vpc_id");
  return id === undefined ? "" : known(vpcs(), id, attachment ?? gateway, "vpc_id").id;
}

export function isRegional(configuration: Configuration, gateway: Resource): boolean {
  return configuration.text(gateway, "availability_mode") === "regional";
}

/** The addresses of a regional one are AWS's to choose, unless it is told them zone by zone. */
function regionalNatGateway(network: Network, resource: Resource): Gateway {
  const { configuration, vpcs, elasticIps } = network;
  const given = configuration.blocks(resource, "availability_zone_address");
  const state = configuration.blocks(resource, "regional_nat_gateway_address");
  const zones = [...given, ...state].flatMap((block) => configuration.text(block, "availability_zone") ?? []);
  const elastic = given
    .flatMap((block) => configuration.texts(block, "allocation_ids"))
    .map((id) => known(elasticIps(), id, resource, "allocation_ids").publicIp);
  const publicIps = [
    ...state.flatMap((block) => configuration.text(block, "public_ip") ?? []),
    ...(resource.deployed ? [] : elastic),
  ];
  const publicIp = publicIps[0] ?? network.automaticAddresses().get(idOf(resource));
  return {
    ...element(resource),
    kind: "nat-gateway",
    vpcId: byId(configuration, vpcs(), resource, "vpc_id").id,
    availability: "regional",
    ...(zones.length > 0 && { zones: [...new Set(zones)].sort() }),
    ...(publicIp !== undefined && { publicIp, publicIps: publicIps.length > 0 ? publicIps : [publicIp] }),
  };
}

function natGateway(network: Network, resource: Resource): Gateway {
  if (isRegional(network.configuration, resource)) return regionalNatGateway(network, resource);
  const { configuration, subnets, privateAddresses } = network;
  const subnet = byId(configuration, subnets(), resource, "subnet_id");
  const publicIp = publicAddressOf(network, resource);
  return {
    ...element(resource),
    kind: "nat-gateway",
    vpcId: subnet.vpcId,
    availability: "zonal",
    subnetId: subnet.id,
    privateIp: privateAddresses().get(idOf(resource)),
    ...(publicIp !== undefined && { publicIp, publicIps: [publicIp] }),
  };
}

/** A NAT gateway's public address is its Elastic IP's; a private one has none. */
export function publicAddressOf(network: Network, gateway: Resource): string | undefined {
  const { configuration, elasticIps } = network;
  if (gateway.deployed) return configuration.text(gateway, "public_ip");
  const allocation = configuration.text(gateway, "allocation_id");
  return allocation && known(elasticIps(), allocation, gateway, "allocation_id").publicIp;
}
