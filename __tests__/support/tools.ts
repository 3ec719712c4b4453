import { missingForBench } from "../../bench/nat/requirements";
import { missingForLab, unfitForLab } from "../../lab/requirements";
import { ALL_TOOLS, Tool, describeMissing } from "../../lib/tools/tools";

/** What tests may need that npm does not bring: programs, or all that the lab or its benchmark needs. */
export type Need = Tool | "lab" | "bench";

/** Describes tests that need these: left out where one is missing, which the run says at its end. */
export function describeWith(needs: readonly Need[], name: string, tests: () => void): void {
  (has(needs) ? describe : describe.skip)(name, tests);
}

/** Describes tests that build labs: left out where that cannot be done, which the run says at its end. */
export function describeLab(name: string, tests: () => void): void {
  describeWith(["lab", "curl", "python3"], name, tests);
}

/** Why tests are left out here, a line each with the remedy; none when all of them run. */
export function leftOut(): string[] {
  const tools = describeMissing(ALL_TOOLS);
  return [
    ...(tools ? [`the tests that need ${tools}`] : []),
    ...unfitForLab().map((reason) => `the tests of the lab: ${reason}`),
  ];
}

function has(needs: readonly Need[]): boolean {
  return needs.every((need) => {
    if (need === "lab") return missingForLab().length === 0;
    if (need === "bench") return missingForBench().length === 0;
    return describeMissing([need]) === undefined;
  });
}
