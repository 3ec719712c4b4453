import { App } from "cdktf";
import { EnvironmentError } from "./lib/config/faults";
import { loadEnvironment } from "./lib/config/load";
import { addStacks } from "./stacks";

try {
  const environment = loadEnvironment(process.env["ENVIRONMENT"] || "article");
  const app = new App({ stackTraces: false });
  addStacks(app, { environment, awsProviderVersion: process.env["AWS_PROVIDER_VERSION"] || undefined });
  app.synth();
} catch (error) {
  console.error(error instanceof EnvironmentError ? error.message : error);
  process.exitCode = 1;
}
