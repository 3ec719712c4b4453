import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CostError } from "../cost/price-list";
import { readPrices } from "../cost/files";
import { price } from "../cost/price";
import { withTemporaryFolder } from "../tools/temporary-folder";
import { PlannedStack } from "./planned";
import { TopologyError, readTopology } from "../topology";

/** US dollars a month, before any traffic; or why that is not known. */
export type PriceDifference =
  | { readonly before: number; readonly after: number; readonly difference: number }
  | { readonly unknown: string };

/**
 * What the plans change of the monthly price: what the states hold against what is synthesized.
 *
 * @param synthesized the folder that cdktf wrote
 */
export function priceDifference(
  plans: readonly PlannedStack[],
  synthesized: string,
  region: string,
): PriceDifference {
  try {
    const before = withTemporaryFolder((folder) => {
      for (const { name, plan } of plans) {
        const state = { format_version: "1.0", ...plan.prior_state };
        writeFileSync(join(folder, `${name}.json`), JSON.stringify(state));
      }
      return monthly(folder, region);
    });
    const after = monthly(synthesized, region);
    return { before, after, difference: after - before };
  } catch (error) {
    if (error instanceof CostError || error instanceof TopologyError) return { unknown: error.message };
    throw error;
  }
}

function monthly(path: string, region: string): number {
  const [asIs] = price(readTopology(path, { mayBeEmpty: true }), readPrices(region), {
    gb: 0,
    endpointGb: 0,
  }).variants;
  return asIs.bill.total;
}
