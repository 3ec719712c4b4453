import { price } from "../../lib/cost/price";
import { network } from "./network";
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
    const regional = { availability_mode: "regional", vpc_id: "${aws_vpc.main.id}" };
    const topology = network({ zones: 3, natInstances: 0 }, { aws_nat_gateway: { out: regional } });
    expect(lines(topology)).toMatchObject({ "NAT gateways": 3 * 36.5, "NAT gateways, traffic": 6 });
  });

  test("bills an address once, and an Elastic IP that nothing uses like any other", () => {
    const topology = network({}, { aws_eip: { idle: { domain: "vpc" } } });
    expect(topology.elasticIps).toHaveLength(2);
    expect(lines(topology)["public IPv4 addresses"]).toBeCloseTo(2 * 3.65);
  });

  test("does not bill the addresses of NAT gateways twice when they are Elastic IPs", () => {
    const topology = network({ natInstances: 0, natGateways: 1 });
    const gateway = topology.gateways.find(({ kind }) => kind === "nat-gateway")!;
    expect(topology.elasticIps.map(({ publicIp }) => publicIp)).toEqual([gateway.publicIp]);
    expect(lines(topology)["public IPv4 addresses"]).toBeCloseTo(3.65);
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

  test("bills spot instances at the price on demand, and names them", () => {
    const spot = { instance_market_options: { market_type: "spot" } };
    const topology = network({}, { aws_instance: { nat_0: spot } });
    expect(price(topology, priceList(), TRAFFIC).notes).toEqual([
      "Spot instances are counted at the price on demand, an upper bound: nat-0.",
    ]);
    expect(lines(topology)).toEqual(lines(network()));
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

  test("names what it cannot price", () => {
    const fromTemplate = {
      instance_type: undefined,
      root_block_device: undefined,
      launch_template: { id: "${aws_launch_template.nat.id}" },
    };
    const topology = network(
      { privateInstances: 0 },
      {
        aws_instance: { nat_0: fromTemplate },
        aws_launch_template: { nat: { instance_type: "t4g.nano" } },
        aws_lb: { front: { load_balancer_type: "application" } },
        aws_cloudwatch_metric_alarm: { each: { count: 20, alarm_name: "each" } },
      },
    );
    expect(price(topology, priceList(), TRAFFIC).unpriced).toEqual([
      "nat-0, whose instance type is not known",
      "the disk of nat-0, which is the image's",
      "aws_cloudwatch_metric_alarm.each of web: has count, which Terraform alone expands; give the plan or the state: terraform show -json",
      "aws_lb.front of web: is a load balancer of type application, which is not followed",
    ]);
  });

  test("does not name what is free, not even where Terraform alone knows how many there are", () => {
    const role = { assume_role_policy: "{}" };
    const topology = network(
      {},
      {
        aws_iam_role: { one: role, each: { ...role, count: 2 } },
        aws_iam_instance_profile: { nat: { role: "${aws_iam_role.one.name}" } },
        aws_instance: { nat_0: { iam_instance_profile: "${aws_iam_instance_profile.nat.name}" } },
      },
    );
    expect(topology.notUnderstood.map(({ address }) => address)).toEqual(["aws_iam_role.each"]);
    expect(price(topology, priceList(), TRAFFIC).unpriced).toEqual([]);
  });
});
