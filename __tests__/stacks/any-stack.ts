import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { BaseStack } from "../../stacks/base-stack";
import { testEnvironment } from "../support/synthesize";

class AnyStack extends BaseStack {}

/** The JSON, by the stack's id, of stacks that are made by calls of `stack` and hold what `fill` puts into them. */
export function synthesizeAny(
  fill: (stack: (id: string) => BaseStack) => void,
  awsProviderVersion?: string,
): Record<string, any> {
  const outdir = mkdtempSync(join(tmpdir(), "any-stack-test-"));
  try {
    const app = new App({ outdir, stackTraces: false });
    fill((id) => new AnyStack(app, id, { environment: testEnvironment(), awsProviderVersion }));
    app.synth();
    const json = (id: string) => JSON.parse(readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8"));
    return Object.fromEntries(readdirSync(join(outdir, "stacks")).map((id) => [id, json(id)]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
