import { mkdirSync } from "node:fs";
import { App } from "cdktf";
import { EnvironmentError } from "./lib/config/problems";
import { loadEnvironment } from "./lib/config/load";
import { refuseForeignFolder } from "./lib/config/output-folder";
import { addStacks } from "./stacks";

try {
  const outdir = process.env["CDKTF_OUTDIR"] || "cdktf.out";
  const environment = loadEnvironment(process.env["ENVIRONMENT"] || "article");
  refuseForeignFolder(outdir, environment.name);
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir, stackTraces: false });
  addStacks(app, { environment, awsProviderVersion: process.env["AWS_PROVIDER_VERSION"] || undefined });
  app.synth();
} catch (error) {
  console.error(error instanceof EnvironmentError ? error.message : error);
  // Whatever the environment file may have left running.
  process.exit(1);
}
