import { missingForLab } from "../../lab/requirements";
import { describeMissing } from "../../lib/tools/tools";

/** What keeps the benchmark from running here, a line each, with the remedy; none when it can. */
export function missingForBench(): string[] {
  // These generate the load.
  const missing = describeMissing(["iperf3", "python3"]);
  return [...missingForLab(), ...(missing ? [`the benchmark needs ${missing}`] : [])];
}
