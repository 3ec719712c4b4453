import { price } from "../../lib/cost/price";
import { LOAD_BALANCER, network } from "./network";
import { TRAFFIC, USD, lines, priceList } from "./pricing";

describe("the bill of the network as it is", () => {
  test("has a line for everything that AWS bills", () => {
    expect(lines(network())).toEqual({
      "NAT instances, t4g.nano": 7.3, // 730 h at 0.01
      "NAT instances, gp3 disks": 0.8, // 8 GB at 0.1
      "NAT instances, t4g CPU above the baseline": 0,
      "other instances, t4g.nano": 14.6, // 2 of 730 h
      "other instances, gp3 disks": 1.6, // 2 of 8 GB
      "other instances, t4g CPU above the baseline": 0,
      "public IPv4 addresses": 3.65, // 730 h at 0.005
      "interface endpoints": 43.8, // 3 of 730 h at 0.02
      "interface endpoints, traffic": 3, // 10 GB at 0.3
    });
  });

  test("says of each line how much, of what, at which price, and adds them up", () => {
    const [{ bill }] = price(network(), priceList(), TRAFFIC).variants;
    expect(bill.lines).toContainEqual({
      what: "interface endpoints",
      quantity: 2190,
      unit: "hour",
      unitPrice: 0.02,
      price: "endpoint-hour",
      amount: 2190 * 0.02,
    });
    expect(bill.total).toBeCloseTo(7.3 + 0.8 + 14.6 + 1.6 + 3.65 + 43.8 + 3, 9);
  });

  test("bills an endpoint in each of its zones", () => {
    expect(lines(network({ zones: 3, endpoints: 2 }))["interface endpoints"]).toBeCloseTo(2 * 3 * 730 * 0.02);
  });

  test("bills NAT instances of different types each as what it is", () => {
    const topology = network(
      { zones: 2, natInstances: 2, privateInstances: 0 },
      { aws_instance: { nat_1: { instance_type: "t4g.small" } } },
    );
    const usd = { ...USD, "instance.t4g.small": 0.03 };
    const { variants } = price(topology, priceList(usd), TRAFFIC);
    expect(variants[0].bill.lines.map(({ what, amount }) => [what, amount])).toEqual(
      expect.arrayContaining([
        ["NAT instances, t4g.nano", expect.closeTo(7.3)],
        ["NAT instances, t4g.small", expect.closeTo(21.9)],
      ]),
    );
  });

  test("bills an address once, and an Elastic IP that nothing uses like any other", () => {
    const topology = network({}, { aws_eip: { idle: { domain: "vpc" } } });
    expect(topology.elasticIps).toHaveLength(2);
    expect(lines(topology)["public IPv4 addresses"]).toBeCloseTo(2 * 3.65);
  });

  test("bills a load balancer's hours, what passes it, and its public address in each zone", () => {
    const subnets = [0, 1].map((n) => `\${aws_subnet.public_${n}.id}`);
    const front = { ...LOAD_BALANCER["aws_lb"]!["front"], subnets };
    const topology = network({ zones: 2, natInstances: 2 }, { aws_lb: { front } });
    expect(lines(topology, { publishedGb: 50 })).toEqual({
      ...lines(network({ zones: 2, natInstances: 2 })),
      "network load balancers": 21.9, // 730 h at 0.03, however many zones
      "network load balancers, traffic": 0.4, // 50 GB at 0.008
      "public IPv4 addresses": 4 * 3.65,
    });
    expect(lines(topology)["network load balancers, traffic"]).toBeCloseTo(100 * 0.008);
    expect(lines(topology, { zones: 3 })["public IPv4 addresses"]).toBeCloseTo(6 * 3.65);
    const internal = network(
      { zones: 2, natInstances: 2 },
      { aws_lb: { front: { ...front, internal: true } } },
    );
    expect(lines(internal)["public IPv4 addresses"]).toBeCloseTo(2 * 3.65);
  });

  test("bills no gateway endpoint and no EC2 Instance Connect Endpoint", () => {
    const door = { subnet_id: "${aws_subnet.private_0.id}", count: 1 };
    const topology = network({}, { aws_ec2_instance_connect_endpoint: { door } });
    expect(topology.endpoints.map(({ kind }) => kind)).toContain("gateway");
    expect(lines(topology)).toEqual(lines(network()));
    expect(price(topology, priceList(), TRAFFIC).unpriced).toEqual([]);
  });

  test("has a line for heartbeats' metrics, five a host, only when there are more than an account has for nothing", () => {
    const what = "heartbeat metrics beyond the free ones";
    const { variants } = price(network({ heartbeats: 3 }), priceList({ ...USD, "own-metric": 0.3 }), TRAFFIC);
    expect(variants[0].bill.lines).toContainEqual(
      expect.objectContaining({ what, quantity: 5, amount: 1.5 }),
    );
    expect(lines(network({ heartbeats: 2 }))).not.toHaveProperty([what]);
  });

  test("has a line for alarms only when there are more than an account has for nothing", () => {
    const { variants, unpriced } = price(network({ alarms: 12 }), priceList({ ...USD, alarm: 0.1 }), TRAFFIC);
    expect(variants[0].bill.lines).toContainEqual(
      expect.objectContaining({ what: "alarms beyond the free ones", quantity: 2, amount: 0.2 }),
    );
    expect(unpriced).toEqual([]);
    expect(lines(network({ alarms: 10 }))).not.toHaveProperty(["alarms beyond the free ones"]);
    expect(lines(network())).not.toHaveProperty(["alarms beyond the free ones"]);
  });

  test.each([
    ["t4g.nano", undefined, true],
    ["t4g.nano", "standard", false],
    ["t2.nano", undefined, false],
    ["t2.nano", "unlimited", true],
    ["m7g.medium", undefined, false],
  ] as const)("shows the price of CPU credits for %s with credit mode %s: %s", (type, creditMode, shown) => {
    const chosen = creditMode && { credit_specification: { cpu_credits: creditMode } };
    const topology = network(
      { natType: type, privateInstances: 0 },
      { aws_instance: { nat_0: { ...chosen } } },
    );
    const usd = { ...USD, [`instance.${type}`]: 0.01, [`cpu-credit.${type.split(".")[0]}`]: 0.04 };
    const { variants } = price(topology, priceList(usd), TRAFFIC);
    expect(variants[0].bill.lines.some(({ price }) => price.startsWith("cpu-credit."))).toBe(shown);
  });
});
