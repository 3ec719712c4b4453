import { Command } from "commander";
import { priceListApi, refresh } from "../lib/cost/refresh";
import { IPV6_SHARE, PUBLISHED_GB } from "../lib/cost/bill";
import { chart } from "../lib/cost/chart";
import { CostError } from "../lib/cost/price-list";
import { knownPrices, priceFile, readPrices, writePrices } from "../lib/cost/files";
import { price, pricesFor } from "../lib/cost/price";
import { report } from "../lib/cost/report";
import { refuseForeignFile } from "../lib/tools/output-place";
import { shown } from "../lib/tools/messages";
import { writeFiles } from "../lib/tools/write-files";
import { readTopology } from "../lib/topology";
import { Topology } from "../lib/topology/model";
import { numberOption } from "./support/wrong-usage";
import { run } from "./support/run";
import { withSynthesized } from "./support/synthesize";

interface Options {
  readonly in?: string;
  readonly gb: number;
  readonly endpointGb: number;
  readonly publishedGb: number;
  readonly ipv6Share: number;
  readonly zones?: number;
  readonly region?: string;
  readonly json?: true;
  readonly chart?: string;
  readonly refresh?: true;
}

const amount = numberOption({ what: "the gigabytes a month", from: 0, to: 1e12, decimals: true });
const share = numberOption({ what: "the share of the traffic", from: 0, to: 1, decimals: true });
const zoneCount = numberOption({ what: "the zones", from: 1, to: 6 });

run(
  new Command("npm run cost --")
    .description(
      "Price the environment a month, beside the same network with other ways out: NAT instances, NAT gateways, zonal " +
        "and regional, and IPv6 beside one of them. " +
        "ENVIRONMENT names the environment. Exits with 2 when something has no price.",
    )
    .option("--in <folder>", "price this cdktf.out, Terraform JSON or state instead of ENVIRONMENT")
    .option("--gb <n>", "gigabytes a month between the private instances and the internet", amount, 100)
    .option("--endpoint-gb <n>", "gigabytes a month to AWS services, such as Systems Manager", amount, 1)
    .option("--published-gb <n>", "gigabytes a month through load balancers", amount, PUBLISHED_GB)
    .option("--ipv6-share <0 to 1>", "how much goes over IPv6 where there is IPv6", share, IPV6_SHARE)
    .option("--zones <n>", "price it stretched over so many zones", zoneCount)
    .option("--region <region>", "whose prices to take, instead of the network's region")
    .option("--json", "print the estimate as JSON")
    .option("--chart <file.svg>", "draw cost against traffic")
    .option("--refresh", "rewrite the region's prices from AWS's price list, which needs credentials")
    .addHelpText(
      "after",
      "\nExit code: 0 priced, 1 --refresh failed, 2 wrong usage, or something has no price.",
    )
    .action(cost),
  { failed: 2 },
);

async function cost(options: Options): Promise<void> {
  if (options.chart !== undefined) {
    refuseForeignFile({ option: "--chart", path: options.chart, example: "cost.svg" }, isChart);
  }
  let topology: Topology | undefined;
  await withSynthesized({ from: options.in }, (folder) => {
    topology = readTopology(folder);
  });
  try {
    const region = options.region ?? topology!.region;
    if (region && !/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region)) {
      throw new CostError(`--region: ${shown(region)} is no region's name; write one such as eu-central-1`);
    }
    if (!region) throw new CostError("The files name no region; say whose prices to take: --region <region>");
    if (options.refresh) await rewritePrices(topology!, region);
    else show(topology!, region, options);
  } catch (error) {
    if (!(error instanceof CostError)) throw error;
    console.error(error.message);
    process.exitCode = options.refresh ? 1 : 2;
  }
}

function show(topology: Topology, region: string, { json, chart: file, ...options }: Options): void {
  const estimate = price(topology, readPrices(region), options);
  console.log(json ? JSON.stringify(estimate, null, 2) : report(estimate));
  if (!file) return;
  writeFiles("--chart", new Map([[file, chart(estimate)]]));
  console.error(`Drawn: ${file}`);
}

async function rewritePrices(topology: Topology, region: string): Promise<void> {
  const keys = new Set([...knownPrices(region), ...pricesFor(topology)]);
  console.error(`Asking AWS for ${keys.size} prices of ${region} …`);
  const today = new Date().toISOString().slice(0, 10);
  writePrices(await refresh(region, [...keys], priceListApi(), today));
  console.log(`${keys.size} prices of ${region}, as AWS lists them today: ${priceFile(region)}`);
}

/** Whether a text is what `chart` draws. */
function isChart(text: string): boolean {
  return /^<svg [^>]* role="img" aria-label="Cost a month against traffic, /.test(text);
}
