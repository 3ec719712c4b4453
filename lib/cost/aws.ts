import { PricingClient, paginateGetProducts } from "@aws-sdk/client-pricing";
import { CostError } from "./cost-error";
import { GetProducts } from "./refresh";

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
