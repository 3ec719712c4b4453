import { createServer } from "node:http";
import { AddressInfo } from "node:net";
import { ProductQuery } from "../../lib/cost/refresh";
import reply from "./get-products.json";

interface Product {
  readonly serviceCode: string;
  readonly product: { readonly productFamily: string; readonly attributes: Readonly<Record<string, string>> };
}

/**
 * What the Price List API answers, from a reply in its form: the products that match every filter.
 * `get-products.json` holds, beside the products that are wanted, those that are easily taken for them.
 */
export function answer({ serviceCode, attributes }: Omit<ProductQuery, "usageType">): string[] {
  return reply.PriceList.filter((text) => {
    const { serviceCode: service, product } = JSON.parse(text) as Product;
    const known: Record<string, string> = { productFamily: product.productFamily, ...product.attributes };
    return (
      service === serviceCode && Object.entries(attributes).every(([name, value]) => known[name] === value)
    );
  });
}

/** The API on loopback, one product a page, while `use` runs. */
export async function withPriceListApi(use: (endpoint: string) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    const body: Buffer[] = [];
    request.on("data", (chunk: Buffer) => body.push(chunk));
    request.on("end", () => {
      const { ServiceCode, Filters, NextToken = "0" } = JSON.parse(Buffer.concat(body).toString());
      const attributes = Object.fromEntries(
        Filters.map(({ Field, Value }: Record<string, string>) => [Field, Value]),
      );
      const products = answer({ serviceCode: ServiceCode, attributes });
      const page = Number(NextToken);
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(
        JSON.stringify({
          FormatVersion: reply.FormatVersion,
          PriceList: products.slice(page, page + 1),
          ...(page + 1 < products.length ? { NextToken: String(page + 1) } : {}),
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
