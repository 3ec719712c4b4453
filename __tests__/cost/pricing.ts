import { Options, price } from "../../lib/cost/price";
import { PriceList } from "../../lib/cost/price-list";
import { Topology } from "../../lib/topology/model";

/** Round figures that are nobody's prices, so that a sum shows which of them went into it. */
export const USD: Readonly<Record<string, number>> = {
  "instance.t4g.nano": 0.01,
  "cpu-credit.t4g": 0.04,
  "disk.gp3": 0.1,
  "public-ipv4": 0.005,
  "endpoint-hour": 0.02,
  "endpoint-gb": 0.3,
  "nat-gateway-hour": 0.05,
  "nat-gateway-gb": 0.06,
  "cross-zone-gb": 0.07,
  "load-balancer-hour": 0.03,
  "load-balancer-lcu": 0.008,
};

export const TRAFFIC: Options = { gb: 100, endpointGb: 10 };

export function priceList(usd = USD): PriceList {
  const entries = Object.entries(usd).map(([key, value]) => [
    key,
    { usd: value, source: "https://example.com/", date: "2026-01-01" },
  ]);
  return { region: "eu-central-1", prices: Object.fromEntries(entries) };
}

/** The amount of each line of a variant's bill, by what the line is for. */
export function lines(
  topology: Topology,
  options: Partial<Options> = {},
  variantName?: string,
): Record<string, number> {
  const { variants } = price(topology, priceList(), { ...TRAFFIC, ...options });
  const found = variantName ? variants.find(({ name }) => name === variantName) : variants[0];
  if (!found) throw new Error(`No ${variantName} among ${variants.map(({ name }) => name).join("; ")}`);
  return Object.fromEntries(found.bill.lines.map(({ what, amount }) => [what, Number(amount.toFixed(6))]));
}
