import { price } from "../../lib/cost/price";
import { network } from "./network";
import { TRAFFIC, lines, priceList } from "./pricing";

describe("the bill of the way out", () => {
  test("bills traffic that reaches its NAT in another zone in both directions", () => {
    const crossing = "traffic to a NAT in another zone";
    // Two of three zones have no NAT: 2/3 of 100 GB, twice, at 0.07.
    expect(lines(network({ zones: 3 }))[crossing]).toBeCloseTo((100 * 2 * 2 * 0.07) / 3, 5);
    expect(lines(network({ zones: 3, natInstances: 3 }))).not.toHaveProperty([crossing]);
    expect(lines(network({ zones: 1 }))).not.toHaveProperty([crossing]);
  });

  test("sends what endpoints would carry through the NAT where there are none", () => {
    const shape = { natInstances: 0, natGateways: 1, endpoints: 0 };
    expect(lines(network(shape))["NAT gateways, traffic"]).toBeCloseTo(110 * 0.06);
  });

  test("bills a NAT gateway that is there, with its address", () => {
    expect(lines(network({ natInstances: 0, natGateways: 1, privateInstances: 0 }))).toEqual({
      "NAT gateways": 36.5, // 730 h at 0.05
      "NAT gateways, traffic": 6, // 100 GB at 0.06
      "public IPv4 addresses": 3.65,
      "interface endpoints": 43.8,
      "interface endpoints, traffic": 3,
    });
  });

  test("bills a NAT gateway of the whole VPC in each zone", () => {
    const topology = network({ zones: 3, natInstances: 0, regionalGateway: true });
    expect(lines(topology)).toMatchObject({
      "regional NAT gateway, each zone": 3 * 36.5,
      "NAT gateways, traffic": 6,
      "public IPv4 addresses": 3 * 3.65,
    });
    expect(lines(topology)).not.toHaveProperty(["traffic to a NAT in another zone"]);
  });

  test("bills each address of a regional NAT gateway that has more than one in a zone", () => {
    const addresses = [0, 1, 2].map((n) => `\${aws_eip.more_${n}.id}`);
    const topology = network(
      { zones: 2, natInstances: 0, regionalGateway: true },
      {
        aws_eip: Object.fromEntries([0, 1, 2].map((n) => [`more_${n}`, { domain: "vpc" }])),
        aws_nat_gateway: {
          regional: {
            availability_zone_address: [
              { availability_zone: "eu-central-1a", allocation_ids: addresses.slice(0, 2) },
              { availability_zone: "eu-central-1b", allocation_ids: addresses.slice(2) },
            ],
          },
        },
      },
    );
    expect(lines(topology)).toMatchObject({
      "regional NAT gateway, each zone": 2 * 36.5,
      "public IPv4 addresses": expect.closeTo(3 * 3.65),
    });
  });

  test("bills a private NAT gateway without an address", () => {
    const topology = network(
      { natInstances: 0, natGateways: 1 },
      { aws_nat_gateway: { nat_0: { connectivity_type: "private", allocation_id: undefined } } },
    );
    expect(topology.elasticIps).toHaveLength(1);
    expect(lines(topology)["public IPv4 addresses"]).toBeCloseTo(3.65); // that of no gateway
  });

  test("bills hours and an address of a NAT gateway that stands by, and no traffic", () => {
    const standby = {
      aws_nat_gateway: {
        idle: { subnet_id: "${aws_subnet.public_0.id}", allocation_id: "${aws_eip.idle.id}" },
      },
      aws_eip: { idle: { domain: "vpc" } },
    };
    const topology = network({}, standby);
    expect(lines(topology)).toEqual({
      ...lines(network()),
      "NAT gateways standing by": 36.5,
      "public IPv4 addresses": 7.3,
    });
    expect(price(topology, priceList(), TRAFFIC).variants[0].name).toBe(
      "1 NAT instance, 1 NAT gateway standing by with endpoints",
    );
  });

  test("bills a NAT host that no route leads to as one that stands by", () => {
    const toGateway = { network_interface_id: undefined, nat_gateway_id: "${aws_nat_gateway.nat_0.id}" };
    const shape = { natInstances: 1, natGateways: 1, endpoints: 0 };
    const topology = network(shape, { aws_route: { private_0: toGateway } });
    expect(lines(topology)).toMatchObject({
      "NAT instances standing by, t4g.nano": 7.3,
      "NAT gateways, traffic": expect.closeTo(110 * 0.06),
    });
    // Gone with the way out that it stands by for.
    expect(lines(topology, {}, "1 NAT gateway")).not.toHaveProperty(["NAT instances standing by, t4g.nano"]);
  });

  test("bills what goes over IPv6 nothing, and the rest as without", () => {
    const topology = network({ natInstances: 0, natGateways: 1, endpoints: 0, ipv6: true });
    const traffic = (ipv6Share?: number) => lines(topology, { ipv6Share })["NAT gateways, traffic"];
    expect(traffic(0.6)).toBeCloseTo((40 + 10) * 0.06);
    expect(traffic(1)).toBeCloseTo(10 * 0.06);
    expect(traffic(0)).toBeCloseTo(110 * 0.06);
    expect(traffic()).toBeCloseTo((50 + 10) * 0.06);
    const { free } = price(topology, priceList(), TRAFFIC);
    expect(free).toEqual(["IPv6 by the egress-only gateway six", "the gateway endpoint for s3"]);
  });

  test("does not bill the addresses of NAT gateways twice when they are Elastic IPs", () => {
    const topology = network({ natInstances: 0, natGateways: 1 });
    const gateway = topology.gateways.find(({ kind }) => kind === "nat-gateway")!;
    expect(topology.elasticIps.map(({ publicIp }) => publicIp)).toEqual([gateway.publicIp]);
    expect(lines(topology)["public IPv4 addresses"]).toBeCloseTo(3.65);
  });
});
