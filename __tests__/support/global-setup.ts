import { leftOut } from "./tools";

/** In CI nothing may be left out. */
export default function globalSetup(): void {
  const missing = leftOut();
  if (process.env["CI"] === "true" && missing.length > 0) {
    throw new Error(`CI=true runs every test, and these cannot run here:\n${missing.join("\n")}`);
  }
}
