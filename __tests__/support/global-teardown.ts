import { missingForLab } from "../../lab/requirements";
import { ALL_TOOLS, describeMissing } from "../../lib/tools/tools";

export default function globalTeardown(): void {
  const missing = describeMissing(ALL_TOOLS);
  if (missing) console.log(`\nLeft out: the tests that need ${missing}`);
  for (const reason of missingForLab()) console.log(`\nLeft out: the tests of the lab, because ${reason}`);
}
