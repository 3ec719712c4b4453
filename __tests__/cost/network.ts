import { Endpoint, Gateway, Instance, NetworkInterface, Topology } from "../../lib/topology/model";

export interface NetworkShape {
  /** @default 1 */
  readonly zones?: number;
  /** @default one in the first zone */
  readonly natInstances?: number;
  /** @default 0 */
  readonly natGateways?: number;
  /** @default 2, in the first zone */
  readonly privateInstances?: number;
  /** Interface endpoints, each in every zone. @default 3 */
  readonly endpoints?: number;
  /** @default t4g.nano */
  readonly natType?: string;
}

/** A network like the article's, made by hand and without Terraform. */
export function network(shape: NetworkShape = {}): Topology {
  const {
    zones = 1,
    natInstances = 1,
    natGateways = 0,
    privateInstances = 2,
    endpoints = 3,
    natType,
  } = shape;
  const letters = [..."abcdef"].slice(0, zones);
  const subnet = (tier: string, letter: string) => ({
    ...element(`aws_subnet.${tier}_${letter}`),
    vpcId: "vpc",
    zone: `eu-central-1${letter}`,
    cidr: "10.8.0.0/24",
    mapPublicIpOnLaunch: tier === "public",
    routeTableId: "private",
    networkAclId: "acl",
  });
  const hosts = times(natInstances, (n) => instance(`nat_${n}`, natType));
  const privates = times(privateInstances, (n) => instance(`private_${n}`));
  const hostCards = hosts.flatMap(({ id, name }, n) => [
    card(`${name}_card0`, { instanceId: id, deviceIndex: 0, publicIp: `203.0.113.${n + 1}` }),
    card(`${name}_card1`, { instanceId: id, deviceIndex: 1 }),
  ]);
  const endpointElements = times(endpoints, (n) => endpoint(`endpoint_${n}`, letters));
  return {
    region: "eu-central-1",
    vpcs: [],
    subnets: letters.flatMap((letter) => [subnet("public", letter), subnet("private", letter)]),
    routeTables: [
      {
        ...element("aws_route_table.private"),
        vpcId: "vpc",
        main: false,
        routes: hosts.map(({ name }) => ({
          ...element(`aws_route.to_${name}`),
          destination: "0.0.0.0/0",
          target: { kind: "network-interface", id: `aws_network_interface.${name}_card1` },
        })),
      },
    ],
    networkAcls: [],
    securityGroups: [],
    networkInterfaces: [
      ...hostCards,
      ...privates.map(({ id, name }) => card(`${name}_card0`, { instanceId: id, deviceIndex: 0 })),
      ...endpointElements.flatMap(({ networkInterfaceIds }) =>
        networkInterfaceIds.map((id, n) => ({
          ...card(id, {}),
          id,
          subnetId: `aws_subnet.private_${letters[n]}`,
        })),
      ),
    ],
    instances: [...hosts, ...privates],
    gateways: [INTERNET_GATEWAY, ...times(natGateways, gateway)],
    endpoints: [FREE_ENDPOINT, ...endpointElements],
    elasticIps: hosts.map(({ name }, n) => ({
      ...element(`aws_eip.${name}`),
      publicIp: `203.0.113.${n + 1}`,
      networkInterfaceId: `aws_network_interface.${name}_card0`,
    })),
    notUnderstood: [],
  };
}

const INTERNET_GATEWAY: Gateway = {
  ...element("aws_internet_gateway.gateway"),
  kind: "internet-gateway",
  vpcId: "vpc",
};

const FREE_ENDPOINT: Endpoint = {
  ...element("aws_vpc_endpoint.s3"),
  kind: "gateway",
  vpcId: "vpc",
  service: "com.amazonaws.eu-central-1.s3",
  privateDns: false,
  networkInterfaceIds: [],
  routeTableIds: ["aws_route_table.private"],
};

function instance(name: string, instanceType = "t4g.nano"): Instance {
  return {
    ...element(`aws_instance.${name}`),
    instanceType,
    networkInterfaceIds: [],
    disk: { type: "gp3", gib: 8 },
  };
}

function card(name: string, rest: Partial<NetworkInterface>): NetworkInterface {
  return {
    ...element(`aws_network_interface.${name}`),
    subnetId: "aws_subnet.private_a",
    privateIp: "10.8.2.10",
    macAddress: "02:00:00:00:00:01",
    sourceDestCheck: false,
    securityGroupIds: [],
    ...rest,
  };
}

function gateway(n: number): Gateway {
  const publicIp = `198.51.100.${n + 1}`;
  return { ...element(`aws_nat_gateway.nat_${n}`), kind: "nat-gateway", vpcId: "vpc", publicIp };
}

function endpoint(name: string, letters: readonly string[]): Endpoint {
  return {
    ...element(`aws_vpc_endpoint.${name}`),
    kind: "interface",
    vpcId: "vpc",
    service: `com.amazonaws.eu-central-1.${name}`,
    privateDns: true,
    networkInterfaceIds: letters.map((letter) => `${name}-${letter}`),
    routeTableIds: [],
  };
}

/** Its id is its address: easy to refer to. */
function element(address: string) {
  return { stack: "network", address, id: address, name: address.split(".")[1]! };
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
