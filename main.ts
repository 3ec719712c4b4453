import { mkdirSync } from "node:fs";
import { App } from "cdktf";
import {
  recordEnvironment,
  recordOf,
  refuseForeignFolder,
  refuseNamesake,
} from "./lib/output/environment-record";
import { chosenName, environmentFile, loadEnvironment } from "./lib/config/load";
import { EnvironmentError } from "./lib/config/problems";
import { refuseOldProvider } from "./lib/config/provider-version";
import { refuseForeignOutput } from "./lib/output/own-output";
import { explainError } from "./lib/tools/errors";
import { addStacks } from "./stacks";
import { AWS_PROVIDER_VERSION } from "./stacks/base-stack";

const outdir = process.env["CDKTF_OUTDIR"] || "cdktf.out";
try {
  refuseForeignOutput({ option: "--output", path: outdir, example: "cdktf.out" });
  const chosen = chosenName();
  const environment = loadEnvironment(chosen);
  const awsProviderVersion = process.env["AWS_PROVIDER_VERSION"] || AWS_PROVIDER_VERSION;
  refuseOldProvider(environment, awsProviderVersion);
  const record = recordOf(environmentFile(chosen));
  refuseForeignFolder(outdir, environment.name);
  refuseNamesake(outdir, record);
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir, stackTraces: false });
  addStacks(app, { environment, awsProviderVersion });
  app.synth();
  recordEnvironment(outdir, record);
} catch (error) {
  console.error(error instanceof EnvironmentError ? error.message : explainError(error, outdir));
  // Whatever the environment file may have left running.
  process.exit(1);
}
