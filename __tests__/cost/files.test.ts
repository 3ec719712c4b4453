import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { CostError } from "../../lib/cost/price-list";
import { knownPrices, readPrices, writePrices } from "../../lib/cost/files";
import { pricesFor } from "../../lib/cost/price";
import { LOAD_BALANCER, network } from "./network";

const PRICE = { usd: 0.0048, source: "https://example.com/prices", date: "2026-11-21" };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nat-instance-prices-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function reading(content: unknown, region = "eu-west-1"): () => unknown {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  writeFileSync(join(folder, "eu-west-1.json"), text);
  return () => readPrices(region, folder);
}

describe("the prices that come with the project", () => {
  const regions = readdirSync(resolve(__dirname, "../../lib/cost/prices")).map((name) =>
    basename(name, ".json"),
  );

  test("are there for the article's region and for us-east-1", () => {
    expect(regions).toEqual(expect.arrayContaining(["eu-central-1", "us-east-1"]));
  });

  test.each(regions)("of %s each have a figure, a source and a date", (region) => {
    expect(knownPrices(region)).toEqual(expect.arrayContaining(["instance.t4g.nano", "endpoint-hour"]));
  });

  test.each(regions)("of %s are all that a network with all that is billed needs", (region) => {
    const all = pricesFor(network({ alarms: 11, heartbeats: 3 }, LOAD_BALANCER));
    expect(knownPrices(region)).toEqual(expect.arrayContaining(all));
  });
});

describe("a price file", () => {
  test("is read as it was written, its keys in order", () => {
    writePrices({ region: "eu-west-1", prices: { "public-ipv4": PRICE, "disk.gp3": PRICE } }, folder);
    expect(Object.keys(readPrices("eu-west-1", folder).prices)).toEqual(["disk.gp3", "public-ipv4"]);
    expect(readFileSync(join(folder, "eu-west-1.json"), "utf8")).toMatch(
      /^\{\n {2}"region": "eu-west-1",[^]*\}\n$/,
    );
  });

  test("of a region that has none is an error that names those that have and how to add it", () => {
    writePrices({ region: "eu-west-1", prices: {} }, folder);
    writePrices({ region: "us-east-1", prices: {} }, folder);
    expect(() => readPrices("eu-north-1", folder)).toThrow(CostError);
    expect(() => readPrices("eu-north-1", folder)).toThrow(
      /^There are no prices for eu-north-1, only for eu-west-1, us-east-1\. .*npm run cost -- --refresh --region eu-north-1\..*eu-north-1\.json by hand.*$/,
    );
    expect(knownPrices("eu-north-1", folder)).toEqual([]);
  });

  test.each([
    ["is not JSON", "{", /is not JSON/],
    ["has a price without a source", { usd: 1, date: "2026-11-21" }, /source/],
    ["has a source that is no address", { ...PRICE, source: "AWS" }, /source/],
    ["has a price without a date", { usd: 1, source: PRICE.source }, /date/],
    ["has a date that is none", { ...PRICE, date: "November" }, /date/],
    ["has a price of nothing", { ...PRICE, usd: 0 }, /usd/],
    ["has a price as text", { ...PRICE, usd: "0.01" }, /usd/],
    ["is not confirmed in words", { ...PRICE, confirmed: "no" }, /confirmed/],
    ["has a field that nothing reads", { ...PRICE, sources: [] }, /sources/],
  ])("that %s is refused", (_, price, problem) => {
    const content =
      typeof price === "string" ? price : { region: "eu-west-1", prices: { "disk.gp3": price } };
    expect(reading(content)).toThrow(CostError);
    expect(reading(content)).toThrow(problem);
  });

  test("with a key that nothing is priced by is refused", () => {
    expect(reading({ region: "eu-west-1", prices: { "public-ipv6": PRICE } })).toThrow(/public-ipv6/);
    expect(reading({ region: "eu-west-1", prices: { "public-ipv4": PRICE } })).not.toThrow();
  });

  test("that is for another region than its name says is refused", () => {
    expect(reading({ region: "eu-west-2", prices: {} })).toThrow("says that it is for eu-west-2");
  });
});
