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
    ]);
  });

  test("does not list one NAT for each zone apart where there is one zone, nor endpoints that are not there", () => {
    expect(names({ endpoints: 0 })).toEqual(["1 NAT instance *", "1 NAT gateway"]);
  });

  test("has no NAT instances where the network has none to go by", () => {
    expect(names({ natInstances: 0, endpoints: 0 })).toEqual(["no NAT *", "1 NAT gateway"]);
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
