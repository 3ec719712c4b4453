import { App } from "cdktf";
import { EnvironmentError } from "./lib/config/faults";
import { loadEnvironment } from "./lib/config/load";
import { addStacks } from "./stacks";

async function main(): Promise<void> {
  const environment = await loadEnvironment(process.env["ENVIRONMENT"] || "article");
  const app = new App({ stackTraces: false });
  addStacks(app, { environment, awsProviderVersion: process.env["AWS_PROVIDER_VERSION"] || undefined });
  app.synth();
}

main().catch((error: unknown) => {
  console.error(error instanceof EnvironmentError ? error.message : error);
  process.exit(1);
});
