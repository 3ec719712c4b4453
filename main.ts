import { mkdirSync } from "node:fs";
import { App } from "cdktf";
import { EnvironmentError } from "./lib/config/faults";
import { loadEnvironment } from "./lib/config/load";
import { refuseForeignFolder } from "./lib/config/output-folder";
import { refuseForeignOutput } from "./lib/deploy/own-output";
import { explainError } from "./lib/tools/explain-error";
import { addStacks } from "./stacks";

const outdir = process.env["CDKTF_OUTDIR"] || "cdktf.out";
try {
  refuseForeignOutput({ option: "--output", path: outdir, example: "cdktf.out" });
  const environment = loadEnvironment(process.env["ENVIRONMENT"] || "article");
  refuseForeignFolder(outdir, environment.name);
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir, stackTraces: false });
  addStacks(app, { environment, awsProviderVersion: process.env["AWS_PROVIDER_VERSION"] || undefined });
  app.synth();
} catch (error) {
  console.error(error instanceof EnvironmentError ? error.message : explainError(error, outdir));
  process.exitCode = 1;
}
