import { CostError } from "../cost/price-list";
import { readPrices } from "../cost/files";
import { price } from "../cost/price";
import { Topology, TopologyError, readPriorStates, readTopology } from "../topology";
import { PlannedStack } from "./planned";

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
    const before = monthly(readPriorStates(plans), region);
    const after = monthly(readTopology(synthesized, { mayBeEmpty: true }), region);
    return { before, after, difference: after - before };
  } catch (error) {
    if (error instanceof CostError || error instanceof TopologyError) return { unknown: error.message };
    throw error;
  }
}

function monthly(topology: Topology, region: string): number {
  const [asIs] = price(topology, readPrices(region), { gb: 0, endpointGb: 0, publishedGb: 0 }).variants;
  return asIs.bill.total;
}
