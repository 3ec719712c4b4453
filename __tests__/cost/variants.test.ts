import { Options, price } from "../../lib/cost/price";
import { NetworkShape, network } from "./network";
import { TRAFFIC, lines, priceList } from "./pricing";

describe("the same network otherwise", () => {
  const names = (shape: NetworkShape, options: Partial<Options> = {}) =>
    price(network(shape), priceList(), { ...TRAFFIC, ...options }).variants.map(({ name, asIs }) =>
      asIs ? `${name} *` : name,
    );

  test("has each way out with the endpoints and without", () => {
    expect(names({ zones: 3 })).toEqual([
      "1 NAT instance with endpoints *",
      "1 NAT instance without endpoints",
      "3 NAT instances with endpoints",
      "3 NAT instances without endpoints",
      "1 NAT gateway with endpoints",
      "1 NAT gateway without endpoints",
      "3 NAT gateways with endpoints",
      "3 NAT gateways without endpoints",
      "regional NAT gateway in 3 zones with endpoints",
      "regional NAT gateway in 3 zones without endpoints",
      "1 NAT instance, 50% over IPv6 with endpoints",
      "1 NAT gateway, 50% over IPv6 with endpoints",
    ]);
  });

  test("does not list one NAT for each zone apart where there is one zone, nor endpoints that are not there", () => {
    expect(names({ endpoints: 0 })).toEqual([
      "1 NAT instance *",
      "1 NAT gateway",
      "regional NAT gateway in 1 zone",
      "1 NAT instance, 50% over IPv6",
      "1 NAT gateway, 50% over IPv6",
    ]);
  });

  test("takes this project's own NAT instance where the network has none to go by, and says so", () => {
    const topology = network({ natInstances: 0, natGateways: 1, endpoints: 0 });
    expect(lines(topology, {}, "1 NAT instance")).toEqual(lines(network({ endpoints: 0 })));
    expect(price(topology, priceList(), TRAFFIC).notes).toEqual([
      "There is no NAT instance to go by: a t4g.nano with 8 GiB is taken.",
    ]);
    expect(price(network(), priceList(), TRAFFIC).notes).toEqual([]);
  });

  test("says of a network without a NAT what goes over IPv6", () => {
    expect(names({ natInstances: 0, endpoints: 0 })[0]).toBe("no NAT *");
    expect(names({ natInstances: 0, endpoints: 0, ipv6: true })[0]).toBe("no NAT, all over IPv6 *");
  });

  test("says which share goes over IPv6, and of a network with IPv6 what it would be without", () => {
    expect(names({ endpoints: 0, ipv6: true }, { ipv6Share: 0.625 })).toEqual([
      "1 NAT instance, 62.5% over IPv6 *",
      "1 NAT instance",
      "1 NAT gateway",
      "regional NAT gateway in 1 zone",
      "1 NAT gateway, 62.5% over IPv6",
    ]);
  });

  test("costs with a regional NAT gateway what it does with a zonal one in each zone", () => {
    const { variants } = price(network({ zones: 3 }), priceList(), TRAFFIC);
    const total = (name: string) => variants.find((each) => each.name === name)!.bill.total;
    expect(total("regional NAT gateway in 3 zones with endpoints")).toBeCloseTo(
      total("3 NAT gateways with endpoints"),
    );
  });

  test("has beside each the price of the way out alone", () => {
    const { variants } = price(network({ zones: 3, endpoints: 0 }), priceList(), TRAFFIC);
    const alone = Object.fromEntries(variants.map(({ name, wayOutUsd }) => [name, wayOutUsd]));
    const crossing = (gb: number) => (2 * 2 * gb * 0.07) / 3;
    expect(alone).toMatchObject({
      "1 NAT instance": expect.closeTo(7.3 + 0.8 + 3.65 + crossing(110)),
      "3 NAT instances": expect.closeTo(3 * (7.3 + 0.8 + 3.65)),
      "3 NAT gateways": expect.closeTo(3 * (36.5 + 3.65) + 110 * 0.06),
      "1 NAT gateway, 50% over IPv6": expect.closeTo(36.5 + 3.65 + 60 * 0.06 + crossing(60)),
    });
  });

  test("replaces the NAT instances and their addresses, and nothing else", () => {
    expect(lines(network(), {}, "1 NAT gateway without endpoints")).toEqual({
      "NAT gateways": 36.5,
      "NAT gateways, traffic": 6.6, // 110 GB at 0.06
      "other instances, t4g.nano": 14.6,
      "other instances, gp3 disks": 1.6,
      "other instances, t4g CPU above the baseline": 0,
      "public IPv4 addresses": 3.65,
    });
  });

  test("has a NAT instance with disk and address for each zone", () => {
    const amounts = lines(network({ zones: 3 }), {}, "3 NAT instances without endpoints");
    expect(amounts).toMatchObject({
      "NAT instances, t4g.nano": 21.9,
      "NAT instances, gp3 disks": 2.4,
      "public IPv4 addresses": 10.95,
    });
    expect(amounts).not.toHaveProperty(["traffic to a NAT in another zone"]);
  });

  test("stretches a regional NAT gateway over more zones", () => {
    const shape = { zones: 2, natInstances: 0, regionalGateway: true, endpoints: 0 };
    expect(names(shape, { zones: 3 })[0]).toBe("regional NAT gateway in 3 zones *");
    expect(lines(network(shape), { zones: 3 })).toMatchObject({
      "regional NAT gateway, each zone": 109.5,
      "public IPv4 addresses": 10.95,
    });
  });

  test("stretches a NAT in each zone, and endpoints, over more zones, and leaves a single NAT single", () => {
    expect(names({ zones: 2, natInstances: 2, endpoints: 0 }, { zones: 3 })[0]).toBe("3 NAT instances *");
    const single = price(network(), priceList(), { ...TRAFFIC, zones: 3 });
    expect(single.zones).toBe(3);
    expect(single.variants[0].name).toBe("1 NAT instance with endpoints");
    expect(lines(network(), { zones: 3 })).toMatchObject({
      "interface endpoints": 131.4, // 3 in 3 zones
      "traffic to a NAT in another zone": Number(((100 * 2 * 2 * 0.07) / 3).toFixed(6)),
    });
  });
});
