import { missingForLab } from "../../lab/requirements";
import { ALL_TOOLS, describeMissing } from "../../lib/tools/tools";

/** In CI nothing may be left out. */
export default function globalSetup(): void {
  const missing = [describeMissing(ALL_TOOLS), ...missingForLab()].filter(Boolean);
  if (process.env["CI"] === "true" && missing.length > 0) {
    throw new Error(`CI needs every tool; missing: ${missing.join("; ")}`);
  }
}
