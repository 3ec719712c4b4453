import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { Environment } from "../../lib/config/environment";
import { resolveEnvironment } from "../../lib/config/resolve";
import { EnvironmentInput } from "../../lib/config/schema";
import { addStacks } from "../../stacks";

export const STACKS = ["network", "nat-instance", "private-instances", "routes"] as const;
/** Those that every environment with NAT hosts has, and those that only some have. */
export type StackName = (typeof STACKS)[number] | "nat-gateway" | "failover" | "published";

/** What `app.synth()` wrote, as the files that reach Terraform. */
export interface Synthesized {
  readonly folder: string;
  /** The stacks' names, in the order of the manifest. */
  readonly stacks: readonly StackName[];
  /** The path of a stack's JSON, as cdktf's matchers take it. */
  file(stack: StackName): string;
  /** A stack's JSON, parsed. */
  json(stack: StackName): any;
}

const folders: string[] = [];
afterAll(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Synthesizes an environment's four stacks into a folder that is removed after the test file. */
export function synthesize(environment: Environment, awsProviderVersion?: string): Synthesized {
  const parent = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
  folders.push(parent);
  // One level down, because the local state's path leads out of this folder.
  const folder = join(parent, "cdktf.out");
  const app = new App({ outdir: folder, stackTraces: false });
  addStacks(app, { environment, awsProviderVersion });
  app.synth();
  const file = (stack: StackName) => join(folder, "stacks", stack, "cdk.tf.json");
  const { stacks } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as { stacks: object };
  const names = Object.keys(stacks) as StackName[];
  return { folder, file, stacks: names, json: (stack) => JSON.parse(readFileSync(file(stack), "utf8")) };
}

/** The smallest environment there is, with `changes` to it; named `test`. */
export function testEnvironment(changes: Partial<EnvironmentInput> = {}): Environment {
  return resolveEnvironment(
    { region: "eu-central-1", vpcCidr: "10.8.0.0/16", zones: ["eu-central-1b"], ...changes },
    { name: "test", file: "environments/test.ts", folder: __dirname },
  );
}
