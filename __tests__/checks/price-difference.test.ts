import { priceDifference } from "../../lib/checks/price-difference";
import { loadEnvironment } from "../../lib/config/load";
import { synthesize } from "../support/synthesize";

test("what a first deployment adds to the bill is priced before any traffic, a load balancer's too", () => {
  const { folder } = synthesize(loadEnvironment("published"));
  // 3 instances of 730 h at 0.0048 and 8 GB at 0.0952; 3 addresses of 730 h at 0.005; the load balancer's 730 h at 0.027.
  const after = 3 * (730 * 0.0048 + 8 * 0.0952) + 3 * 730 * 0.005 + 730 * 0.027;
  expect(priceDifference([], folder, "eu-central-1")).toEqual({
    before: 0,
    after: expect.closeTo(after, 6),
    difference: expect.closeTo(after, 6),
  });
});

test("a region without prices is said, and is no failure", () => {
  const { folder } = synthesize(loadEnvironment("published"));
  expect(priceDifference([], folder, "eu-north-1")).toEqual({
    unknown: expect.stringMatching(/^There are no prices for eu-north-1/),
  });
});
