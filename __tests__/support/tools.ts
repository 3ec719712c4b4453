import { missingForLab } from "../../lab/requirements";
import { Tool, isInstalled } from "../../lib/tools/tools";

/** Describes tests that need these programs: left out where one is missing, which the run says at its end. */
export function describeWith(tools: readonly Tool[], name: string, tests: () => void): void {
  (tools.every(isInstalled) ? describe : describe.skip)(name, tests);
}

/** Describes tests that build labs: left out where that cannot be done, which the run says at its end. */
export function describeLab(name: string, tests: () => void): void {
  const hasAll = missingForLab().length === 0 && (["curl", "python3"] as const).every(isInstalled);
  (hasAll ? describe : describe.skip)(name, tests);
}
