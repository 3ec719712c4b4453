import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PlannedStack } from "../../lib/checks/planned";
import { PlanJson } from "../../lib/terraform-json/plan-json";

/**
 * Plans that terraform 1.11 and version 5.100 of the provider made of two zones in the emulator, a few resources of each:
 * the resources are as they were printed, the rest is left out.
 */
type Scenario =
  | "check-switched-on"
  | "default-tag-added"
  | "default-tag-changed"
  | "interface-detached"
  | "route-added"
  | "rules-added"
  | "tagged-by-hand";

export function planned(scenario: Scenario): PlannedStack[] {
  const text = readFileSync(join(__dirname, "plans", `${scenario}.json`), "utf8");
  return Object.entries(JSON.parse(text) as Record<string, PlanJson>).map(([name, plan]) => ({ name, plan }));
}
