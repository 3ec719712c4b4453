import { Emulator } from "../../lib/emulator/emulator";
import { NatGateway, NatInstance, NetworkBuilder } from "./network-builder";

/** A network that somebody has already; ids by the names that its builder gives them. */
export interface ExistingNetwork {
  readonly region: string;
  readonly vpcId: string;
  readonly cidrs: readonly string[];
  readonly internetGatewayId: string;
  /** By `public-a`, `private-a` and the like; the letter is the zone's. */
  readonly subnets: Readonly<Record<string, string>>;
  readonly routeTables: Readonly<Record<string, string>>;
  /** By the letter of their zone. */
  readonly natGateways: Readonly<Record<string, NatGateway>>;
  readonly natInstances: Readonly<Record<string, NatInstance>>;
  /** For what a test adds. */
  readonly builder: NetworkBuilder;
}

/** What is made of a network of this shape on an emulator. */
export type Shape = (emulator: Emulator) => Promise<ExistingNetwork>;

const LETTERS = ["a", "b", "c"] as const;

/** One gateway, in zone a, for three zones; a private route table for each. */
export const gatewayForThreeZones: Shape = async (emulator) => {
  const network = await begin(emulator, ["10.0.0.0/16"]);
  await publicSubnets(network, (index) => `10.0.${index}.0/24`);
  const gateway = (network.natGateways["a"] = await network.builder.natGateway(network.subnets["public-a"]!));
  for (const [index, letter] of LETTERS.entries()) {
    await privateSubnet(network, `private-${letter}`, `10.0.${16 * (index + 1)}.0/20`, gateway.id);
  }
  return network;
};

/** A gateway and a private route table in each of three zones. */
export const gatewayInEachZone: Shape = async (emulator) => {
  const network = await begin(emulator, ["10.1.0.0/16"]);
  await publicSubnets(network, (index) => `10.1.${index}.0/24`);
  for (const [index, letter] of LETTERS.entries()) {
    const gateway = await network.builder.natGateway(network.subnets[`public-${letter}`]!);
    network.natGateways[letter] = gateway;
    await privateSubnet(network, `private-${letter}`, `10.1.${16 * (index + 1)}.0/20`, gateway.id);
  }
  return network;
};

/** Two zones; pods have subnets of their own in a second range of the VPC, in the same tables as the others. */
export const secondaryRange: Shape = async (emulator) => {
  const network = await begin(emulator, ["10.2.0.0/16", "100.64.0.0/16"]);
  await publicSubnets(network, (index) => `10.2.${index}.0/24`, ["a", "b"]);
  for (const [index, letter] of ["a", "b"].entries()) {
    const gateway = await network.builder.natGateway(network.subnets[`public-${letter}`]!);
    network.natGateways[letter] = gateway;
    await privateSubnet(network, `private-${letter}`, `10.2.${16 * (index + 1)}.0/20`, gateway.id);
    const table = network.routeTables[`private-${letter}`];
    const cidr = `100.64.${64 * index}.0/18`;
    network.subnets[`pods-${letter}`] = await network.builder.subnet(letter, cidr, table);
  }
  return network;
};

/** A NAT instance of another project, in zone a, for two zones that share one private route table. */
export const natInstanceOfAnotherProject: Shape = async (emulator) => {
  const network = await begin(emulator, ["10.3.0.0/16"]);
  await publicSubnets(network, (index) => `10.3.${index}.0/24`, ["a", "b"]);
  const host = await network.builder.natInstance(network.subnets["public-a"]!);
  network.natInstances["a"] = host;
  await network.builder.tag(host.id, { Name: "fck-nat" });
  await privateSubnet(network, "private-a", "10.3.16.0/20", host.networkInterfaceId);
  const table = (network.routeTables["private"] = network.routeTables["private-a"]!);
  delete network.routeTables["private-a"];
  network.subnets["private-b"] = await network.builder.subnet("b", "10.3.32.0/20", table);
  return network;
};

/**
 * What `INLINE_ROUTES` makes by Terraform: one zone, whose private route table has all its routes inline, of which there
 * is one to an internal firewall too.
 */
export const inlineRoutes: Shape = async (emulator) => {
  const network = await begin(emulator, ["10.4.0.0/16"]);
  await publicSubnets(network, () => "10.4.0.0/24", ["a"]);
  const { builder } = network;
  const gateway = (network.natGateways["a"] = await builder.natGateway(network.subnets["public-a"]!));
  await privateSubnet(network, "private-a", "10.4.16.0/20", gateway.id);
  await builder.tag(network.routeTables["private-a"]!, { Name: "private", ManagedBy: "terraform" });
  const firewall = await builder.networkInterface(network.subnets["private-a"]!, "firewall");
  await builder.route(network.routeTables["private-a"]!, "192.168.0.0/16", firewall);
  return network;
};

export const SHAPES: Readonly<Record<string, Shape>> = {
  "a gateway in one zone for three": gatewayForThreeZones,
  "a gateway in each zone": gatewayInEachZone,
  "a secondary range": secondaryRange,
  "a NAT instance of another project": natInstanceOfAnotherProject,
  "routes inline in a route table": inlineRoutes,
};

/** Another project's Terraform for the same as `inlineRoutes`, for a state of its own; its provider reads AWS_ENDPOINT_URL. */
export const INLINE_ROUTES = `
provider "aws" {
  region = "eu-central-1"
}

resource "aws_vpc" "main" {
  cidr_block = "10.4.0.0/16"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.4.0.0/24"
  availability_zone = "eu-central-1a"
}

resource "aws_subnet" "private" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.4.16.0/20"
  availability_zone = "eu-central-1a"
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "main" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_network_interface" "firewall" {
  subnet_id   = aws_subnet.private.id
  description = "firewall"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = "private", ManagedBy = "terraform" }

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.main.id
  }
  route {
    cidr_block           = "192.168.0.0/16"
    network_interface_id = aws_network_interface.firewall.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  subnet_id      = aws_subnet.private.id
  route_table_id = aws_route_table.private.id
}

output "vpc_id" {
  value = aws_vpc.main.id
}
`;

type Growing = { -readonly [K in keyof ExistingNetwork]: ExistingNetwork[K] } & {
  readonly subnets: Record<string, string>;
  readonly routeTables: Record<string, string>;
  readonly natGateways: Record<string, NatGateway>;
  readonly natInstances: Record<string, NatInstance>;
};

async function begin(emulator: Emulator, cidrs: readonly string[]): Promise<Growing> {
  const builder = await NetworkBuilder.vpc(emulator, cidrs);
  const { region, vpcId, internetGatewayId } = builder;
  const empty = { subnets: {}, routeTables: {}, natGateways: {}, natInstances: {} };
  return { region, vpcId, cidrs, internetGatewayId, builder, ...empty };
}

/** One in each zone, in one table that leads to the internet gateway. */
async function publicSubnets(
  { builder, subnets, routeTables, internetGatewayId }: Growing,
  cidrAt: (index: number) => string,
  letters: readonly string[] = LETTERS,
): Promise<void> {
  routeTables["public"] = await builder.routeTable(internetGatewayId);
  for (const [index, letter] of letters.entries()) {
    subnets[`public-${letter}`] = await builder.subnet(letter, cidrAt(index), routeTables["public"]);
  }
}

/** With a table of its own, of the same name; the name's last letter is the zone's. */
async function privateSubnet(
  { builder, subnets, routeTables }: Growing,
  name: string,
  cidr: string,
  way: string,
): Promise<void> {
  routeTables[name] = await builder.routeTable(way);
  subnets[name] = await builder.subnet(name.at(-1)!, cidr, routeTables[name]);
}
