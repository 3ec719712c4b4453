import { PricingClient, paginateGetProducts } from "@aws-sdk/client-pricing";
import { CostError, Price, PriceKey, PriceList, unitOf } from "./price-list";

/** How a price is found with the Price List API: what to ask for, and which of the products that answer is the one. */
export interface ProductQuery {
  readonly serviceCode: string;
  /** Attributes and their values. */
  readonly attributes: Readonly<Record<string, string>>;
  /** What AWS meters, without the region's prefix (`EUC1-`; us-east-1 has none). */
  readonly usageType: string;
}

/** Asks the Price List API and yields its `PriceList`: a JSON text for each product. */
export type GetProducts = (query: ProductQuery) => Promise<readonly string[]>;

/** What a text of the Price List API says, as far as it matters here. */
interface Product {
  readonly product: { readonly attributes: Readonly<Record<string, string>> };
  readonly terms: { readonly OnDemand?: Readonly<Record<string, Term>> };
}

interface Term {
  readonly priceDimensions: Readonly<
    Record<string, { readonly beginRange?: string; readonly pricePerUnit: { readonly USD?: string } }>
  >;
}

/** Asks for these prices anew; nothing is kept of what they were. */
export async function refresh(
  region: string,
  keys: readonly PriceKey[],
  getProducts: GetProducts,
  date: string,
): Promise<PriceList> {
  const prices: Partial<Record<PriceKey, Price>> = {};
  for (const key of keys) {
    const query = queryFor(key, region);
    prices[key] = priceFrom(key, query, region, await getProducts(query), date);
  }
  return { region, prices };
}

function queryFor(key: PriceKey, region: string): ProductQuery {
  const [kind, type] = [key.split(".")[0]!, key.slice(key.indexOf(".") + 1)];
  const query = (
    serviceCode: string,
    usageType: string,
    attributes: Record<string, string>,
  ): ProductQuery => ({
    serviceCode,
    usageType,
    attributes: { regionCode: region, ...attributes },
  });
  switch (kind) {
    case "instance":
      return query("AmazonEC2", `BoxUsage:${type}`, {
        instanceType: type,
        operatingSystem: "Linux",
        preInstalledSw: "NA",
        tenancy: "Shared",
        capacitystatus: "Used",
      });
    case "disk":
      return query("AmazonEC2", `EBS:VolumeUsage.${type}`, { productFamily: "Storage", volumeApiName: type });
    case "cpu-credit":
      return query("AmazonEC2", `CPUCredits:${type}`, {
        productFamily: "CPU Credits",
        operatingSystem: "Linux",
      });
    case "nat-gateway-hour":
      return query("AmazonEC2", "NatGateway-Hours", { productFamily: "NAT Gateway" });
    case "nat-gateway-gb":
      return query("AmazonEC2", "NatGateway-Bytes", { productFamily: "NAT Gateway" });
    case "public-ipv4":
      return query("AmazonVPC", "PublicIPv4:InUseAddress", {});
    case "endpoint-hour":
      return query("AmazonVPC", "VpcEndpoint-Hours", { productFamily: "VpcEndpoint" });
    case "endpoint-gb":
      return query("AmazonVPC", "VpcEndpoint-Bytes", { productFamily: "VpcEndpoint" });
    case "cross-zone-gb":
      return {
        serviceCode: "AWSDataTransfer",
        usageType: "DataTransfer-Regional-Bytes",
        // This service's products have no region code of their own.
        attributes: { fromRegionCode: region, transferType: "IntraRegion" },
      };
    case "load-balancer-hour":
      return query("AWSELB", "LoadBalancerUsage", { productFamily: "Load Balancer-Network" });
    case "load-balancer-lcu":
      return query("AWSELB", "LCUUsage", { productFamily: "Load Balancer-Network" });
    case "alarm":
      return query("AmazonCloudWatch", "CW:AlarmMonitorUsage", { productFamily: "Alarm" });
    case "own-metric":
      return query("AmazonCloudWatch", "CW:MetricMonitorUsage", { productFamily: "Metric" });
    default:
      throw new CostError(`How to ask AWS for ${key} is not known`);
  }
}

/** @throws CostError unless exactly one price answers */
function priceFrom(
  key: PriceKey,
  { serviceCode, usageType }: ProductQuery,
  region: string,
  priceTexts: readonly string[],
  date: string,
): Price {
  const products = priceTexts.map((text) => JSON.parse(text) as Product);
  const metered = products.filter(
    ({ product }) => withoutPrefix(product.attributes["usagetype"]) === usageType,
  );
  const found = [...new Set(metered.flatMap(({ terms }) => firstTiers(terms.OnDemand)))];
  if (found.length !== 1) {
    const answer = found.length === 0 ? "no price" : `${found.length} prices (${found.join(", ")})`;
    throw new CostError(
      `AWS's price list has ${answer} for ${key}: ${usageType} of ${serviceCode} in ${region}`,
    );
  }
  return {
    usd: found[0]!,
    source: `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${serviceCode}/current/${region}/index.json`,
    date,
    note: `${metered[0]!.product.attributes["usagetype"]}, for one ${unitOf(key)}.`,
  };
}

/** What the first unit costs that is not free: a free allowance is for an account, and shared by all that it runs. */
function firstTiers(terms: Product["terms"]["OnDemand"] = {}): number[] {
  return Object.values(terms).flatMap(({ priceDimensions }) => {
    const tiers = Object.values(priceDimensions)
      .map(({ beginRange = "0", pricePerUnit }) => ({
        from: Number(beginRange),
        usd: Number(pricePerUnit.USD),
      }))
      .filter(({ usd }) => usd > 0)
      .sort((a, b) => a.from - b.from);
    return tiers.slice(0, 1).map(({ usd }) => usd);
  });
}

function withoutPrefix(usageType = ""): string {
  return usageType.replace(/^[A-Z]{2,4}\d?-/, "");
}

/** The Price List API, asked with the credentials that the SDK finds. It answers for every region from us-east-1. */
export function priceListApi(): GetProducts {
  const client = new PricingClient({ region: "us-east-1" });
  return async ({ serviceCode, attributes }) => {
    const filters = Object.entries(attributes).map(([Field, Value]) => ({
      Type: "TERM_MATCH" as const,
      Field,
      Value,
    }));
    const products: string[] = [];
    try {
      const pages = paginateGetProducts({ client }, { ServiceCode: serviceCode, Filters: filters });
      for await (const page of pages) products.push(...(page.PriceList ?? []).map(String));
    } catch (error) {
      throw new CostError(explain(error as Error));
    }
    return products;
  };
}

function explain({ name, message }: Error): string {
  return name === "CredentialsProviderError"
    ? "AWS's price list needs credentials, and none were found: set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. " +
        "They need pricing:GetProducts alone."
    : `AWS's price list did not answer: ${name}: ${message.split("\n")[0]}`;
}
