import { leftOut } from "./tools";

export default function globalTeardown(): void {
  for (const tests of leftOut()) console.log(`\nLeft out: ${tests}`);
}
