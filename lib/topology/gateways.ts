import { byId, element, idOf, known } from "./elements";
import { Gateway } from "./model";
import { Network } from "./network";
import { Resource } from "./stack";

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

function natGateway(network: Network, resource: Resource): Gateway {
  const { configuration, subnets, privateAddresses } = network;
  const subnet = byId(configuration, subnets(), resource, "subnet_id");
  const publicIp = publicAddressOf(network, resource);
  return {
    ...element(resource),
    kind: "nat-gateway",
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    privateIp: privateAddresses().get(idOf(resource)),
    ...(publicIp !== undefined && { publicIp }),
  };
}

/** A NAT gateway's public address is its Elastic IP's; a private one has none. */
export function publicAddressOf(network: Network, gateway: Resource): string | undefined {
  const { configuration, elasticIps } = network;
  if (gateway.deployed) return configuration.text(gateway, "public_ip");
  const allocation = configuration.text(gateway, "allocation_id");
  return allocation && known(elasticIps(), allocation, gateway, "allocation_id").publicIp;
}
