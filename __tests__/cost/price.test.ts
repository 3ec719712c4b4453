import fc from "fast-check";
import { CostError } from "../../lib/cost/price-list";
import { Options, price, pricesFor } from "../../lib/cost/price";
import { LOAD_BALANCER, NetworkShape, network } from "./network";
import { TRAFFIC, USD, priceList } from "./pricing";

describe("the comparison", () => {
  test("says from which traffic on a dearer instance pays", () => {
    const usd = { ...USD, "instance.c7gn.large": 0.25 };
    const topology = network({ natType: "c7gn.large", endpoints: 0, privateInstances: 0 });
    const { breakEven } = price(topology, priceList(usd), { gb: 0, endpointGb: 0 });
    // 182.50 for the instance and 0.80 for its disk against 36.50: 146.80 more, at 0.06 a GB.
    expect(breakEven).toEqual([
      {
        against: "1 NAT gateway",
        comparison: { gb: expect.closeTo(146.8 / 0.06, 6), below: "second", above: "first" },
      },
    ]);
  });

  test("says that the NAT instance is cheaper at any traffic where it is", () => {
    const { breakEven } = price(network({ zones: 2 }), priceList(), TRAFFIC);
    expect(breakEven).toEqual([
      { against: "1 NAT gateway with endpoints", comparison: { cheaper: "first" } },
      // Half of the traffic crosses, twice, at 0.07: dearer by the gigabyte than 0.06 in its own zone.
      {
        against: "2 NAT gateways with endpoints",
        comparison: { gb: expect.closeTo((73 + 3.65 - 8.1) / 0.01, 3), below: "first", above: "second" },
      },
    ]);
  });

  test("sets gateways against NAT instances too, and IPv6 against nothing that has none of it", () => {
    const { breakEven } = price(
      network({ natInstances: 0, natGateways: 1, endpoints: 0 }),
      priceList(),
      TRAFFIC,
    );
    expect(breakEven).toEqual([{ against: "1 NAT instance", comparison: { cheaper: "second" } }]);
  });

  test("names the prices that no source says of the region, once something is billed by them", () => {
    const { prices } = priceList();
    const unsure = { ...prices["cross-zone-gb"]!, confirmed: false as const };
    // No time above the baseline is billed.
    const unconfirmed = { "cross-zone-gb": unsure, "cpu-credit.t4g": unsure };
    const list = { region: "eu-central-1", prices: { ...prices, ...unconfirmed } };
    expect(price(network({ zones: 2 }), list, TRAFFIC).unconfirmed).toEqual(["cross-zone-gb"]);
    expect(price(network(), list, TRAFFIC).unconfirmed).toEqual([]);
  });

  test("puts the endpoints' cost beside the NAT instance's, with its disk and address", () => {
    const { fixedCost } = price(network(), priceList(), TRAFFIC);
    expect(fixedCost.endpoints).toEqual({ count: 3, usd: expect.closeTo(43.8) });
    expect(fixedCost.natInstances).toEqual({ count: 1, usd: expect.closeTo(7.3 + 0.8 + 3.65) });
  });
});

describe("prices that are missing", () => {
  test("are all named at once, with the ways to add them", () => {
    const some = Object.entries(USD).filter(([key]) => !["disk.gp3", "nat-gateway-gb"].includes(key));
    const pricing = () => price(network(), priceList(Object.fromEntries(some)), TRAFFIC);
    expect(pricing).toThrow(CostError);
    expect(pricing).toThrow(
      "eu-central-1 has no price for disk.gp3, nat-gateway-gb. To add what is missing, with AWS credentials: " +
        "npm run cost -- --refresh --region eu-central-1; or write it with its source and date into " +
        "lib/cost/prices/eu-central-1.json",
    );
  });
});

describe("the prices to refresh", () => {
  test("are those of the network, of its alternatives and of more zones", () => {
    const all = Object.keys(USD).filter((key) => !key.startsWith("load-balancer-"));
    expect(pricesFor(network()).sort()).toEqual(all.sort());
    expect(pricesFor(network({}, LOAD_BALANCER)).sort()).toEqual(Object.keys(USD).sort());
    expect(pricesFor(network({ endpoints: 0, privateInstances: 0 }))).not.toContain("endpoint-hour");
  });
});

describe("whatever the network", () => {
  const shape = fc.record({
    zones: fc.integer({ min: 1, max: 4 }),
    natInstances: fc.integer({ min: 0, max: 4 }),
    natGateways: fc.integer({ min: 0, max: 4 }),
    regionalGateway: fc.boolean(),
    ipv6: fc.boolean(),
    privateInstances: fc.integer({ min: 0, max: 3 }),
    endpoints: fc.integer({ min: 0, max: 3 }),
  });
  const gigabytes = fc.double({ min: 0, max: 1e5, noNaN: true });
  const totals = (given: NetworkShape, options: Options) =>
    price(network(given), priceList(), options).variants.map(({ bill }) => bill.total);

  test("more traffic is never cheaper, in no variant", () => {
    fc.assert(
      fc.property(shape, gigabytes, gigabytes, gigabytes, (given, gb, more, endpointGb) => {
        const less = totals(given, { gb, endpointGb });
        const after = totals(given, { gb: gb + more, endpointGb });
        after.forEach((total, index) => expect(total).toBeGreaterThanOrEqual(less[index]! - 1e-6));
      }),
      { numRuns: 50 },
    );
  });

  test("more zones are never cheaper for the network as it is", () => {
    fc.assert(
      fc.property(shape, fc.integer({ min: 0, max: 3 }), (given, more) => {
        const zones = given.zones + more;
        expect(totals(given, { ...TRAFFIC, zones })[0]).toBeGreaterThanOrEqual(
          totals(given, TRAFFIC)[0]! - 1e-6,
        );
      }),
      { numRuns: 50 },
    );
  });

  test("the straight line that break-evens are read from gives the bill's total", () => {
    fc.assert(
      fc.property(shape, gigabytes, (given, gb) => {
        for (const { bill, costLine } of price(network(given), priceList(), { gb, endpointGb: 1 }).variants) {
          expect(costLine.fixed + costLine.perGb * gb).toBeCloseTo(bill.total, 4);
        }
      }),
      { numRuns: 50 },
    );
  });
});
