import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CostError } from "../cost/cost-error";
import { readPrices } from "../cost/files";
import { price } from "../cost/price";
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
  const folder = mkdtempSync(join(tmpdir(), "nat-instance-"));
  try {
    for (const { name, plan } of plans) {
      const state = plan.prior_state ?? { format_version: "1.0" };
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(state));
    }
    const [before, after] = [folder, synthesized].map((path) => monthly(path, region)) as [number, number];
    return { before, after, difference: after - before };
  } catch (error) {
    if (error instanceof CostError || error instanceof TopologyError) return { unknown: error.message };
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function monthly(path: string, region: string): number {
  const [asIs] = price(readTopology(path, { mayBeEmpty: true }), readPrices(region), {
    gb: 0,
    endpointGb: 0,
  }).variants;
  return asIs.bill.total;
}
