import { Configuration } from "../terraform-json/configuration";
import { Resource } from "../terraform-json/stack";
import { byId, element, idOf, known } from "./elements";
import { internetGatewaysOfRoutes } from "./existing";
import { Gateway } from "./model";
import { Parts } from "./parts";

export function readGateways(parts: Parts): Gateway[] {
  const { configuration, problems, vpcs } = parts;
  const attachments = new Map(
    problems.each(configuration.ofType("aws_internet_gateway_attachment"), (attachment) => [
      [configuration.required(attachment, "internet_gateway_id"), attachment],
    ]),
  );
  const read = [
    ...problems.each(configuration.ofType("aws_egress_only_internet_gateway"), (resource) => [
      {
        ...element(resource),
        kind: "egress-only-gateway" as const,
        vpcId: byId(configuration, vpcs(), resource, "vpc_id").id,
      },
    ]),
    ...problems.each(configuration.ofType("aws_internet_gateway"), (resource) => [
      {
        ...element(resource),
        kind: "internet-gateway" as const,
        vpcId: vpcOfInternetGateway(parts, resource, attachments.get(idOf(resource))),
      },
    ]),
    ...problems.each(configuration.ofType("aws_nat_gateway"), (resource) => [
      isRegional(configuration, resource)
        ? regionalNatGateway(parts, resource)
        : zonalNatGateway(parts, resource),
    ]),
  ];
  return [...read, ...internetGatewaysOfRoutes(parts, read)];
}

/** Whether a NAT gateway is one of the whole VPC, which is in no subnet. */
export function isRegional(configuration: Configuration, gateway: Resource): boolean {
  return configuration.text(gateway, "availability_mode") === "regional";
}

/** A zonal NAT gateway's public address is its Elastic IP's; a private one has none. */
export function publicAddressOf(parts: Parts, gateway: Resource): string | undefined {
  const { configuration, elasticIps } = parts;
  if (isRegional(configuration, gateway)) return regionalAddresses(parts, gateway)[0];
  if (gateway.deployed) return configuration.text(gateway, "public_ip");
  const allocation = configuration.text(gateway, "allocation_id");
  return allocation && known(elasticIps(), allocation, gateway, "allocation_id").publicIp;
}

function vpcOfInternetGateway(
  { configuration, vpcs }: Parts,
  gateway: Resource,
  attachment: Resource | undefined,
): string {
  const [found] = gateway.data ? configuration.blocks(gateway, "attachments") : [];
  const id = configuration.text(found ?? attachment ?? gateway, "vpc_id");
  return id === undefined ? "" : known(vpcs(), id, attachment ?? gateway, "vpc_id").id;
}

function zonalNatGateway(parts: Parts, resource: Resource): Gateway {
  const { configuration, subnets, privateAddresses } = parts;
  const subnet = byId(configuration, subnets(), resource, "subnet_id");
  const publicIp = publicAddressOf(parts, resource);
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

function regionalNatGateway(parts: Parts, resource: Resource): Gateway {
  const { configuration, vpcs } = parts;
  const zones = ["availability_zone_address", "regional_nat_gateway_address"]
    .flatMap((name) => configuration.blocks(resource, name))
    .flatMap((block) => configuration.text(block, "availability_zone") ?? []);
  const publicIps = regionalAddresses(parts, resource);
  return {
    ...element(resource),
    kind: "nat-gateway",
    vpcId: byId(configuration, vpcs(), resource, "vpc_id").id,
    availability: "regional",
    ...(zones.length > 0 && { zones: [...new Set(zones)].sort() }),
    ...(publicIps.length > 0 && { publicIp: publicIps[0]!, publicIps }),
  };
}

/** The addresses are AWS's to choose, unless it is told them zone by zone. */
function regionalAddresses(
  { configuration, elasticIps, automaticAddresses }: Parts,
  resource: Resource,
): string[] {
  const deployed = configuration
    .blocks(resource, "regional_nat_gateway_address")
    .flatMap((block) => configuration.text(block, "public_ip") ?? []);
  if (deployed.length > 0) return deployed;
  const given = configuration
    .blocks(resource, "availability_zone_address")
    .flatMap((block) => configuration.texts(block, "allocation_ids"))
    .map((id) => known(elasticIps(), id, resource, "allocation_ids").publicIp);
  const automatic = automaticAddresses().get(idOf(resource));
  return given.length === 0 && automatic !== undefined ? [automatic] : given;
}
