import { GetProducts, priceListApi, refresh } from "../../lib/cost/refresh";
import { CostError, PriceKey } from "../../lib/cost/price-list";
import { answer, withPriceListApi } from "./price-list-api";

const EXPECTED: Partial<Record<PriceKey, number>> = {
  "instance.t4g.nano": 0.0048,
  "disk.gp3": 0.0952,
  "cpu-credit.t4g": 0.04,
  "nat-gateway-hour": 0.052,
  "nat-gateway-gb": 0.051,
  "public-ipv4": 0.005,
  "endpoint-hour": 0.012,
  "endpoint-gb": 0.01,
  "cross-zone-gb": 0.01,
  "load-balancer-hour": 0.027,
  "load-balancer-lcu": 0.006,
  alarm: 0.1,
};
const KEYS = Object.keys(EXPECTED) as PriceKey[];

const recorded: GetProducts = (query) => Promise.resolve(answer(query));

async function refreshed(keys: readonly PriceKey[], getProducts = recorded, region = "eu-central-1") {
  return refresh(region, keys, getProducts, "2026-11-21");
}

describe("a price that AWS lists", () => {
  test.each(Object.entries(EXPECTED) as [PriceKey, number][])("is found for %s: $%d", async (key, usd) => {
    const { prices } = await refreshed([key]);
    expect(prices[key]!.usd).toBe(usd);
  });

  test("comes with the file that it can be checked in, AWS's name for it, and the day", async () => {
    const { region, prices } = await refreshed(["disk.gp3"]);
    expect(region).toBe("eu-central-1");
    expect(prices["disk.gp3"]).toEqual({
      usd: 0.0952,
      source:
        "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonEC2/current/eu-central-1/index.json",
      date: "2026-11-21",
      note: "EUC1-EBS:VolumeUsage.gp3, for one GB-month.",
    });
  });

  test("is found where AWS's names have no prefix for the region", async () => {
    const unprefixed: GetProducts = async (query) =>
      answer(query).map((text) => text.replace('"usagetype":"EUC1-', '"usagetype":"'));
    expect((await refreshed(KEYS, unprefixed)).prices["nat-gateway-hour"]!.usd).toBe(0.052);
  });
});

describe("a price that is not to be had", () => {
  test("is an error that says what was asked", async () => {
    const refusal = refreshed(["instance.t4g.micro"]);
    await expect(refusal).rejects.toThrow(CostError);
    await expect(refusal).rejects.toThrow(
      "AWS's price list has no price for instance.t4g.micro: BoxUsage:t4g.micro of AmazonEC2 in eu-central-1",
    );
  });

  test("is not taken from another region", async () => {
    await expect(refreshed(["public-ipv4"], recorded, "eu-west-1")).rejects.toThrow(
      "no price for public-ipv4",
    );
  });

  test("is not chosen among several", async () => {
    const twice: GetProducts = async (query) => {
      const [text] = answer(query).filter((product) => product.includes("VpcEndpoint-Hours"));
      return [text!, text!.replace("0.0120000000", "0.0990000000")];
    };
    await expect(refreshed(["endpoint-hour"], twice)).rejects.toThrow(
      "2 prices (0.012, 0.099) for endpoint-hour",
    );
  });
});

describe("AWS's own client", () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  test("asks page by page, so that the same prices come out", async () => {
    await withPriceListApi(async (endpoint) => {
      Object.assign(process.env, {
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
      });
      const { prices } = await refreshed(KEYS, priceListApi());
      expect(Object.fromEntries(KEYS.map((key) => [key, prices[key]!.usd]))).toEqual(EXPECTED);
    });
  });

  test("says in one line that the list did not answer", async () => {
    Object.assign(process.env, {
      // The discard port: nothing listens there.
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_MAX_ATTEMPTS: "1",
    });
    await expect(refreshed(["alarm"], priceListApi())).rejects.toThrow(
      /^AWS's price list did not answer: .*$/,
    );
  });
});
