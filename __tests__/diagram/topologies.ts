import fc from "fast-check";
import { Topology } from "../../lib/topology/model";

/** A network like the default environment's, with `instances` private instances. */
export function oneZone(instances = 2): Topology {
  return network({ zones: ["b"], instances, endpoints: ["ssm", "ssmmessages", "ec2messages"] });
}

/** A NAT host in each zone and one public route table for all. */
export function threeZones(): Topology {
  return network({ zones: ["a", "b", "c"], instances: 3, endpoints: [] });
}

interface Shape {
  readonly zones: readonly string[];
  readonly instances: number;
  readonly endpoints: readonly string[];
}

function network({ zones, instances, endpoints }: Shape): Topology {
  const element = (id: string, name: string) => ({ stack: "any", address: `aws.${id}`, id, name });
  const card = {
    sourceDestCheck: true,
    securityGroupIds: ["sg-any"],
    privateIp: "10.0.0.4",
    macAddress: "02:00:00:00:00:01",
  };
  const zoneOf = (index: number) => zones[index % zones.length]!;
  const each = <T>(make: (zone: string, index: number) => T) => zones.map(make);
  const privates = Array.from({ length: instances }, (_, index) => ({ index, zone: zoneOf(index) }));
  const table = (
    id: string,
    name: string,
    target: Topology["routeTables"][number]["routes"][number]["target"],
  ) => ({
    ...element(id, name),
    vpcId: "vpc-1",
    main: false,
    routes: [{ stack: "any", address: `aws_route.${id}`, destination: "0.0.0.0/0", target }],
  });
  return {
    region: "eu-central-1",
    vpcs: [
      {
        ...element("vpc-1", "vpc"),
        cidr: "10.8.0.0/16",
        cidrs: ["10.8.0.0/16"],
        mainRouteTableId: "rtb-main",
      },
    ],
    subnets: each((zone, index) => [
      {
        ...element(`subnet-public-${zone}`, `public-${zone}`),
        vpcId: "vpc-1",
        zone: `eu-central-1${zone}`,
        cidr: `10.8.${index * 2 + 1}.0/24`,
        mapPublicIpOnLaunch: true,
        routeTableId: "rtb-public",
        networkAclId: "acl-1",
      },
      {
        ...element(`subnet-private-${zone}`, `private-${zone}`),
        vpcId: "vpc-1",
        zone: `eu-central-1${zone}`,
        cidr: `10.8.${index * 2 + 2}.0/24`,
        mapPublicIpOnLaunch: false,
        routeTableId: `rtb-private-${zone}`,
        networkAclId: "acl-1",
      },
    ]).flat(),
    routeTables: [
      { ...element("rtb-main", "vpc-main"), vpcId: "vpc-1", main: true, routes: [] },
      table("rtb-public", "public", { kind: "internet-gateway", id: "igw-1" }),
      ...each((zone) =>
        table(`rtb-private-${zone}`, `private-${zone}`, {
          kind: "network-interface",
          id: `eni-nat-${zone}-1`,
        }),
      ),
    ],
    networkAcls: [],
    securityGroups: [],
    networkInterfaces: [
      ...each((zone) => [
        {
          ...card,
          ...element(`eni-nat-${zone}-0`, `nat-${zone}`),
          subnetId: `subnet-public-${zone}`,
          instanceId: `i-nat-${zone}`,
          deviceIndex: 0,
          publicIp: "203.0.113.10",
        },
        {
          ...card,
          ...element(`eni-nat-${zone}-1`, `nat-${zone}-card1`),
          subnetId: `subnet-private-${zone}`,
          instanceId: `i-nat-${zone}`,
          deviceIndex: 1,
          sourceDestCheck: false,
        },
      ]).flat(),
      ...privates.map(({ index, zone }) => ({
        ...card,
        ...element(`eni-private-${index}`, `private-${index}`),
        subnetId: `subnet-private-${zone}`,
        instanceId: `i-private-${index}`,
        deviceIndex: 0,
      })),
      ...endpoints.flatMap((service) =>
        each((zone) => ({
          ...card,
          ...element(`eni-${service}-${zone}`, `${service}-${zone}`),
          subnetId: `subnet-private-${zone}`,
        })),
      ),
    ],
    instances: [
      ...each((zone) => ({
        ...element(`i-nat-${zone}`, `nat-${zone}`),
        instanceType: "t4g.nano",
        networkInterfaceIds: [`eni-nat-${zone}-0`, `eni-nat-${zone}-1`],
      })),
      ...privates.map(({ index }) => ({
        ...element(`i-private-${index}`, `private-${index}`),
        networkInterfaceIds: [`eni-private-${index}`],
      })),
    ],
    gateways: [{ ...element("igw-1", "gateway"), kind: "internet-gateway", vpcId: "vpc-1" }],
    endpoints: endpoints.map((service) => ({
      ...element(`vpce-${service}`, service),
      kind: "interface",
      vpcId: "vpc-1",
      service: `com.amazonaws.eu-central-1.${service}`,
      privateDns: true,
      networkInterfaceIds: zones.map((zone) => `eni-${service}-${zone}`),
      routeTableIds: [],
    })),
    elasticIps: each((zone) => ({
      ...element(`eipalloc-${zone}`, `nat-${zone}`),
      publicIp: "203.0.113.10",
      networkInterfaceId: `eni-nat-${zone}-0`,
    })),
    notUnderstood: [],
  };
}

/** Routes of all kinds as other people make them: NAT gateway, shared tables, an S3 gateway endpoint, peering. */
export function otherPeoples(): Topology {
  const { vpcs, subnets, routeTables, networkInterfaces, instances, ...rest } = threeZones();
  const isNat = ({ name }: { readonly name: string }) => name.startsWith("nat");
  const route = { stack: "any", address: "aws_route.x" };
  const privateTable = {
    ...routeTables.find(({ id }) => id === "rtb-private-a")!,
    id: "rtb-private",
    name: "private",
    routes: [
      {
        ...route,
        destination: "10.99.0.0/16",
        target: { kind: "other" as const, id: "pcx-0123", what: "VPC peering connection" },
      },
      { ...route, destination: "0.0.0.0/0", target: { kind: "nat-gateway" as const, id: "nat-1" } },
      { ...route, destination: "::/0", target: { kind: "egress-only-gateway" as const, id: "eigw-1" } },
    ],
  };
  return {
    ...rest,
    vpcs,
    subnets: [
      ...subnets.map((subnet) =>
        subnet.id.startsWith("subnet-private") ? { ...subnet, routeTableId: "rtb-private" } : subnet,
      ),
      { ...subnets[1]!, id: "subnet-empty", name: "database", cidr: "10.8.9.0/24", routeTableId: "rtb-main" },
    ],
    routeTables: [...routeTables.filter(({ id }) => !id.startsWith("rtb-private")), privateTable],
    networkInterfaces: networkInterfaces.filter((card) => !isNat(card)),
    instances: instances.filter((instance) => !isNat(instance)),
    gateways: [
      ...rest.gateways,
      {
        ...rest.gateways[0]!,
        id: "nat-1",
        name: "way-out",
        kind: "nat-gateway",
        subnetId: "subnet-public-a",
        publicIp: "203.0.113.20",
      },
      { ...rest.gateways[0]!, id: "eigw-1", name: "six", kind: "egress-only-gateway" },
    ],
    endpoints: [
      {
        ...vpcs[0]!,
        id: "vpce-s3",
        name: "s3",
        kind: "gateway",
        vpcId: "vpc-1",
        service: "com.amazonaws.eu-central-1.s3",
        privateDns: false,
        networkInterfaceIds: [],
        routeTableIds: ["rtb-private"],
      },
    ],
    elasticIps: [
      { ...rest.elasticIps[0]!, publicIp: "203.0.113.20", networkInterfaceId: undefined },
      { ...rest.elasticIps[1]!, publicIp: "203.0.113.21", networkInterfaceId: undefined, name: "spare" },
    ],
  };
}

/** The same network with every list in another order. */
export function shuffled(topology: Topology, seed: number): Topology {
  const [mixed] = fc.sample(shuffledDeeply(topology), { seed, numRuns: 1 });
  return mixed as Topology;
}

/** Lists whose order means something: an instance's cards, by device index. */
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
