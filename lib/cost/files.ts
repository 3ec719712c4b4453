import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { z } from "zod";
import { writeFiles } from "../tools/write-files";
import { CostError, PriceKey, PriceList, priceList } from "./price-list";

const FOLDER = resolve(__dirname, "prices");

/** The file of a region's prices, as a person types it. */
export function priceFile(region: string, folder = FOLDER): string {
  return relative(process.cwd(), join(folder, `${region}.json`));
}

/** @throws CostError when the region has no prices, or its file has problems */
export function readPrices(region: string, folder = FOLDER): PriceList {
  const file = priceFile(region, folder);
  if (!existsSync(file)) {
    throw new CostError(
      `There are no prices for ${region}, only for ${regions(folder).join(", ")}. To add them, with AWS credentials: ` +
        `npm run cost -- --refresh --region ${region}. Or write ${file} by hand, or take another region's: --region <region>`,
    );
  }
  const read = priceList.safeParse(parse(file));
  if (!read.success) throw new CostError(`${file} has problems:\n${z.prettifyError(read.error)}`);
  if (read.data.region !== region) throw new CostError(`${file} says that it is for ${read.data.region}`);
  return read.data;
}

/** What a region's file has prices for; nothing when there is no file. */
export function knownPrices(region: string, folder = FOLDER): PriceKey[] {
  return existsSync(priceFile(region, folder))
    ? (Object.keys(readPrices(region, folder).prices) as PriceKey[])
    : [];
}

export function writePrices(prices: PriceList, folder = FOLDER): void {
  const sorted = Object.entries(prices.prices).sort(([a], [b]) => (a < b ? -1 : 1));
  const content = priceList.parse({ region: prices.region, prices: Object.fromEntries(sorted) });
  writeFiles(
    "--refresh",
    new Map([[priceFile(prices.region, folder), `${JSON.stringify(content, null, 2)}\n`]]),
  );
}

function regions(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new CostError(`${file} is not JSON: ${(error as Error).message}`);
  }
}
