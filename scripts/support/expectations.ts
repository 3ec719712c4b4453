import { Environment } from "../../lib/config/environment";
import { unmetExpectations } from "../../lib/reachability";
import { readTopology } from "../../lib/topology";
import { fail } from "./fail";

/** Ends the process when the stacks in `output` are not what the environment expects of who reaches whom. */
export function checkExpectations(output: string, { expect }: Environment): void {
  if (expect.length === 0) return;
  const unmet = unmetExpectations(readTopology(output), expect);
  if (unmet.length > 0) fail(unmet.join("\n"));
  console.log(`${expect.length} expectations of who reaches whom are met.`);
}
