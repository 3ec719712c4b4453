import { missingTools } from "./tools";

/** In CI nothing may be left out. */
export default function globalSetup(): void {
  const missing = missingTools();
  if (process.env["CI"] === "true" && missing) throw new Error(`CI needs every tool; missing: ${missing}`);
}
