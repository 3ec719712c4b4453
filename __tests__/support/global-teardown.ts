import { missingTools } from "./tools";

export default function globalTeardown(): void {
  const missing = missingTools();
  if (missing) console.log(`\nLeft out: the tests that need ${missing}`);
}
