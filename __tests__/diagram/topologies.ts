import fc from "fast-check";
import { loadEnvironment } from "../../lib/config/load";
import { Topology, readTopology } from "../../lib/topology";
import { synthesize } from "../support/synthesize";
import { written } from "../topology/written";

/** A resource as `terraform show -json` prints it of a state: there the ids are AWS's, and here they can be read. */
interface Resource {
  readonly address: string;
  readonly type: string;
  readonly values: object;
}

/**
 * A network like the default environment's, with `instances` private instances.
 *
 * @param changed resources that are added, or take the place of those at the same address
 */
export function oneZone(instances = 2, changed: readonly Resource[] = []): Topology {
  return networkOf([...behindHosts(["b"]), ...privates(["b"], instances), ...ENDPOINTS, ...changed]);
}

/** A NAT host in each zone and one public route table for all. */
export function threeZones(): Topology {
  return networkOf([...behindHosts(ZONES), ...privates(ZONES, 3)]);
}

/** The network of one of the environments. */
export function ofEnvironment(name: string): Topology {
  return readTopology(synthesize(loadEnvironment(name)).folder);
}

/** Three private subnets that a NAT gateway of the whole VPC serves, and gateway endpoints of all of their tables. */
export function regional(): Topology {
  const endpoint = (service: string, tables: readonly string[]) =>
    resource(`aws_vpc_endpoint.${service}`, `vpce-${service}`, {
      ...IN_VPC,
      vpc_endpoint_type: "Gateway",
      service_name: `com.amazonaws.eu-central-1.${service}`,
      route_table_ids: tables,
    });
  return networkOf([
    ...subnetsOf(ZONES),
    ...ZONES.map((zone) => ruling("private", zone, "rtb-private")),
    table("private", [{ cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-1" }]),
    resource("aws_nat_gateway.way_out", "nat-1", {
      ...IN_VPC,
      availability_mode: "regional",
      regional_nat_gateway_address: [
        { availability_zone: "eu-central-1a", public_ip: "203.0.113.20" },
        { availability_zone: "eu-central-1b", public_ip: "203.0.113.21" },
      ],
    }),
    resource("aws_eip.first", "eipalloc-a", { public_ip: "203.0.113.20" }),
    resource("aws_eip.second", "eipalloc-b", { public_ip: "203.0.113.21" }),
    endpoint("s3", ["rtb-private", "rtb-public"]),
    endpoint("dynamodb", ["rtb-public", "rtb-private"]),
  ]);
}

/** Routes of all kinds as other people make them: NAT gateway, shared tables, an S3 gateway endpoint, peering. */
export function otherPeoples(changed: readonly Resource[] = []): Topology {
  return networkOf([
    ...subnetsOf(ZONES),
    ...ZONES.map((zone) => ruling("private", zone, "rtb-private")),
    resource("aws_subnet.database", "subnet-empty", {
      ...IN_VPC,
      availability_zone: "eu-central-1a",
      cidr_block: "10.8.9.0/24",
    }),
    ...privates(ZONES, 3),
    table("private", [
      { cidr_block: "10.99.0.0/16", vpc_peering_connection_id: "pcx-0123" },
      { cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-1" },
      { ipv6_cidr_block: "::/0", egress_only_gateway_id: "eigw-1" },
    ]),
    resource("aws_nat_gateway.way_out", "nat-1", {
      subnet_id: "subnet-public-a",
      public_ip: "203.0.113.20",
      private_ip: "10.8.1.9",
    }),
    resource("aws_egress_only_internet_gateway.six", "eigw-1", IN_VPC),
    resource("aws_vpc_endpoint.s3", "vpce-s3", {
      ...IN_VPC,
      vpc_endpoint_type: "Gateway",
      service_name: "com.amazonaws.eu-central-1.s3",
      route_table_ids: ["rtb-private"],
    }),
    resource("aws_eip.way_out", "eipalloc-a", { public_ip: "203.0.113.20" }),
    resource("aws_eip.spare", "eipalloc-b", { public_ip: "203.0.113.21" }),
    ...changed,
  ]);
}

const ZONES = ["a", "b", "c"];
const IN_VPC = { vpc_id: "vpc-1" };

const ENDPOINTS = ["ssm", "ssmmessages", "ec2messages"].map((service) =>
  resource(`aws_vpc_endpoint.${service}`, `vpce-${service}`, {
    ...IN_VPC,
    vpc_endpoint_type: "Interface",
    service_name: `com.amazonaws.eu-central-1.${service}`,
    private_dns_enabled: true,
    subnet_ids: ["subnet-private-b"],
    network_interface_ids: [`eni-${service}-b`],
  }),
);

function networkOf(resources: readonly Resource[]): Topology {
  const own = [
    resource("aws_vpc.vpc", "vpc-1", {
      arn: "arn:aws:ec2:eu-central-1:123456789012:vpc/vpc-1",
      cidr_block: "10.8.0.0/16",
      main_route_table_id: "rtb-main",
      default_security_group_id: "sg-any",
    }),
    resource("aws_internet_gateway.gateway", "igw-1", IN_VPC),
    table("public", [{ cidr_block: "0.0.0.0/0", gateway_id: "igw-1" }]),
  ];
  const byAddress = new Map([...own, ...resources].map((each) => [each.address, each]));
  const root_module = { resources: [...byAddress.values()] };
  const state = { format_version: "1.0", values: { root_module } };
  return readTopology(written({ "any.json": state }));
}

/** The subnets of zones, each private one behind its zone's NAT host. */
function behindHosts(zones: readonly string[]): Resource[] {
  return [
    ...subnetsOf(zones),
    ...zones.flatMap((zone) => [
      ruling("private", zone, `rtb-private-${zone}`),
      table(`private_${zone}`, [{ cidr_block: "0.0.0.0/0", network_interface_id: `eni-nat-${zone}-1` }]),
      ...natHost(zone),
    ]),
  ];
}

function natHost(zone: string): Resource[] {
  const networkInterface = (index: number, tier: string) =>
    resource(`aws_network_interface.nat_${zone}_card${index}`, `eni-nat-${zone}-${index}`, {
      subnet_id: `subnet-${tier}-${zone}`,
      source_dest_check: index === 0,
      attachment: [{ instance: `i-nat-${zone}`, device_index: index }],
    });
  return [
    networkInterface(0, "public"),
    networkInterface(1, "private"),
    resource(`aws_instance.nat_${zone}`, `i-nat-${zone}`, {
      instance_type: "t4g.nano",
      primary_network_interface_id: `eni-nat-${zone}-0`,
    }),
    resource(`aws_eip.nat_${zone}`, `eipalloc-${zone}`, {
      public_ip: `203.0.113.${10 + ZONES.indexOf(zone)}`,
      network_interface: `eni-nat-${zone}-0`,
    }),
  ];
}

/** A public and a private subnet in each zone; the public ones have one table. */
function subnetsOf(zones: readonly string[]): Resource[] {
  return zones.flatMap((zone, index) => [
    ...["public", "private"].map((tier, offset) =>
      resource(`aws_subnet.${tier}_${zone}`, `subnet-${tier}-${zone}`, {
        ...IN_VPC,
        availability_zone: `eu-central-1${zone}`,
        cidr_block: `10.8.${index * 2 + offset + 1}.0/24`,
        map_public_ip_on_launch: tier === "public",
      }),
    ),
    ruling("public", zone, "rtb-public"),
  ]);
}

/** Instances in the private subnets of zones, in turn. */
function privates(zones: readonly string[], count: number): Resource[] {
  return Array.from({ length: count }, (_, index) =>
    resource(`aws_instance.private_${index}`, `i-private-${index}`, {
      subnet_id: `subnet-private-${zones[index % zones.length]}`,
      primary_network_interface_id: `eni-private-${index}`,
    }),
  );
}

export function table(name: string, route: readonly object[]): Resource {
  return resource(`aws_route_table.${name}`, `rtb-${name.replace("_", "-")}`, { ...IN_VPC, route });
}

/** A public or private subnet's association with the table that rules it. */
export function ruling(tier: string, zone: string, route_table_id: string): Resource {
  const subnet_id = `subnet-${tier}-${zone}`;
  const address = `aws_route_table_association.${tier}_${zone}`;
  return resource(address, `rtbassoc-${tier}-${zone}`, { subnet_id, route_table_id });
}

export function resource(address: string, id: string, values: object): Resource {
  return { address, type: address.split(".")[0]!, values: { id, ...values } };
}

/** The same network with every list in another order. */
export function shuffled(topology: Topology, seed: number): Topology {
  const [mixed] = fc.sample(shuffledDeeply(topology), { seed, numRuns: 1 });
  return mixed as Topology;
}

/** Lists whose order means something: an instance's network interfaces, by device index. */
const ORDERED = ["networkInterfaceIds"];

function shuffledDeeply(value: unknown, key = ""): fc.Arbitrary<unknown> {
  if (Array.isArray(value)) {
    const items = fc.tuple(...value.map((item) => shuffledDeeply(item)));
    if (ORDERED.includes(key)) return items;
    return items.chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
  }
  if (value === null || typeof value !== "object") return fc.constant(value);
  return fc.record(
    Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shuffledDeeply(item, name)])),
  );
}
