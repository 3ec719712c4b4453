import { Topology } from "../../lib/topology";
import { topologyOf } from "../topology/written";

export interface NetworkShape {
  /** @default 1 */
  readonly zones?: number;
  /** @default one in the first zone */
  readonly natInstances?: number;
  /** @default 0 */
  readonly natGateways?: number;
  /** A NAT gateway of the whole VPC, which every private subnet goes out by. @default false */
  readonly regionalGateway?: boolean;
  /** Whether the private subnets' IPv6 goes out by an egress-only gateway. @default false */
  readonly ipv6?: boolean;
  /** @default 2, in the first zone */
  readonly privateInstances?: number;
  /** Interface endpoints, each in every zone. @default 3 */
  readonly endpoints?: number;
  /** @default t4g.nano */
  readonly natType?: string;
  /** @default 0 */
  readonly alarms?: number;
  /** Hosts that send a heartbeat. */
  readonly heartbeats?: number;
}

/** Resources by type and name, as Terraform JSON has them. */
type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Resources for `network`: a network load balancer in the first public subnet, which the internet reaches. */
export const LOAD_BALANCER: Resources = {
  aws_lb: { front: { load_balancer_type: "network", subnets: ["${aws_subnet.public_0.id}"] } },
};

const read = new Map<string, Topology>();

/**
 * A network like the article's, as others write it in Terraform; its stack is `web`. It is read once for each shape.
 *
 * @param more resources that are added; the arguments of one that is there are added to its own, `undefined` takes one
 * away
 */
export function network(shape: NetworkShape = {}, more: Resources = {}): Topology {
  const content = JSON.stringify({
    provider: { aws: { region: "eu-central-1" } },
    resource: together(resourcesOf(shape), more),
  });
  const topology = read.get(content) ?? topologyOf(JSON.parse(content));
  read.set(content, topology);
  return topology;
}

/** Every NAT has a private subnet of its own, and every zone at least one: a route table has one default route. */
function resourcesOf({
  zones = 1,
  natInstances = 1,
  natGateways = 0,
  regionalGateway = false,
  ipv6 = false,
  privateInstances = 2,
  endpoints = 3,
  natType = "t4g.nano",
  alarms = 0,
  heartbeats = 0,
}: NetworkShape): Resources {
  const nats = [
    ...times(natInstances, (n) => ({
      network_interface_id: ref("aws_network_interface", `nat_${n}_private`),
    })),
    ...times(natGateways, (n) => ({ nat_gateway_id: ref("aws_nat_gateway", `nat_${n}`) })),
    ...(regionalGateway ? [{ nat_gateway_id: ref("aws_nat_gateway", "regional") }] : []),
  ];
  const privates = Math.max(zones, nats.length);
  const subnet = (n: number, third: number) => ({
    ...IN_VPC,
    availability_zone: `eu-central-1${"abcdef"[n % zones]}`,
    cidr_block: `10.8.${third}.0/24`,
  });
  const networkInterface = (n: number, tier: string) => ({
    subnet_id: ref("aws_subnet", `${tier}_${tier === "public" ? n % zones : n}`),
    source_dest_check: false,
  });
  const privateSubnet = (n: number) => ref("aws_subnet", `private_${n}`);
  return {
    aws_vpc: { main: { cidr_block: "10.8.0.0/16" } },
    aws_internet_gateway: { main: IN_VPC },
    aws_subnet: {
      ...named(zones, "public", (n) => ({ ...subnet(n, n), map_public_ip_on_launch: true })),
      ...named(privates, "private", (n) => subnet(n, 100 + n)),
    },
    aws_route_table: { public: IN_VPC, ...named(privates, "private", () => IN_VPC) },
    aws_route_table_association: {
      ...named(zones, "public", (n) => ({
        subnet_id: ref("aws_subnet", `public_${n}`),
        route_table_id: ref("aws_route_table", "public"),
      })),
      ...named(privates, "private", (n) => ({
        subnet_id: privateSubnet(n),
        route_table_id: ref("aws_route_table", `private_${n}`),
      })),
    },
    aws_route: {
      public: defaultRoute("public", { gateway_id: ref("aws_internet_gateway", "main") }),
      ...named(nats.length > 0 ? privates : 0, "private", (n) =>
        defaultRoute(`private_${n}`, nats[n % nats.length]!),
      ),
      ...named(ipv6 ? privates : 0, "six", (n) => ({
        route_table_id: ref("aws_route_table", `private_${n}`),
        destination_ipv6_cidr_block: "::/0",
        egress_only_gateway_id: ref("aws_egress_only_internet_gateway", "six"),
      })),
    },
    aws_network_interface: Object.fromEntries(
      times(natInstances, (n) =>
        ["public", "private"].map((tier) => [`nat_${n}_${tier}`, networkInterface(n, tier)]),
      ).flat(),
    ),
    aws_instance: {
      ...named(natInstances, "nat", (n) => ({
        ...instance(natType),
        network_interface: ["public", "private"].map((tier, device_index) => ({
          device_index,
          network_interface_id: ref("aws_network_interface", `nat_${n}_${tier}`),
        })),
      })),
      ...named(privateInstances, "private", () => ({ ...instance("t4g.nano"), subnet_id: privateSubnet(0) })),
    },
    aws_egress_only_internet_gateway: ipv6 ? { six: IN_VPC } : {},
    aws_nat_gateway: {
      ...named(natGateways, "nat", (n) => ({
        allocation_id: ref("aws_eip", `nat_gateway_${n}`),
        subnet_id: ref("aws_subnet", `public_${n % zones}`),
      })),
      ...(regionalGateway ? { regional: { ...IN_VPC, availability_mode: "regional" } } : {}),
    },
    aws_eip: {
      ...named(natInstances, "nat", (n) => ({
        network_interface: ref("aws_network_interface", `nat_${n}_public`),
      })),
      ...named(natGateways, "nat_gateway", () => ({ domain: "vpc" })),
    },
    aws_vpc_endpoint: {
      s3: {
        ...IN_VPC,
        service_name: "com.amazonaws.eu-central-1.s3",
        route_table_ids: times(privates, (n) => ref("aws_route_table", `private_${n}`)),
      },
      ...named(endpoints, "interface", (n) => ({
        ...IN_VPC,
        service_name: `com.amazonaws.eu-central-1.service-${n}`,
        vpc_endpoint_type: "Interface",
        subnet_ids: times(zones, privateSubnet),
      })),
    },
    aws_cloudwatch_metric_alarm: {
      ...named(alarms, "alarm", (n) => alarm(n, "AWS/EC2")),
      ...named(heartbeats, "heartbeat", (n) => alarm(n, "NatHost/nat-instance-test")),
    },
  };
}

const IN_VPC = { vpc_id: ref("aws_vpc", "main") };

function instance(instance_type: string) {
  return {
    ami: "ami-0123456789abcdef0",
    instance_type,
    root_block_device: { volume_type: "gp3", volume_size: 8 },
  };
}

function defaultRoute(table: string, target: object) {
  return {
    route_table_id: ref("aws_route_table", table),
    destination_cidr_block: "0.0.0.0/0",
    ...target,
  };
}

function ref(type: string, name: string): string {
  return `\${${type}.${name}.id}`;
}

function together(resources: Resources, more: Resources): Resources {
  return merged(resources, more, (ofType = {}, moreOfType = {}) =>
    merged(ofType, moreOfType, (own, added) => ({ ...own, ...added })),
  );
}

function merged<T>(
  one: Readonly<Record<string, T>>,
  other: Readonly<Record<string, T>>,
  merge: (one?: T, other?: T) => T,
): Record<string, T> {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(names.map((name) => [name, merge(one[name], other[name])]));
}

/** `nat_0`, `nat_1` and so on. */
function named<T>(count: number, prefix: string, make: (index: number) => T): Record<string, T> {
  return Object.fromEntries(times(count, (n) => [`${prefix}_${n}`, make(n)]));
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function alarm(n: number, namespace: string) {
  return {
    alarm_name: `alarm-${n}`,
    namespace,
    metric_name: "StatusCheckFailed",
    comparison_operator: "GreaterThanThreshold",
    evaluation_periods: 1,
  };
}
