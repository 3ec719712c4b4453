import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnvironmentInput } from "../../lib/config/schema";
import { Topology, readTopology } from "../../lib/topology";
import { StackName, Synthesized, synthesize, testEnvironment } from "../support/synthesize";

/** Three zones behind the first one's NAT host. */
export const THREE_ZONES = { zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"] };

/** The network of an environment, before or after `routes` is deployed. */
export function network(changes: Partial<EnvironmentInput> = {}, stacks?: StackName[]): Topology {
  return readTopology(synthesize(testEnvironment(changes)).folder, { stacks });
}

/** The network of the smallest environment once `spoil` has changed a stack's JSON. */
export function spoiled(
  stack: StackName,
  spoil: (json: any) => void,
  changes: Partial<EnvironmentInput> = {},
): Topology {
  const synthesized: Synthesized = synthesize(testEnvironment(changes));
  const json = JSON.parse(readFileSync(synthesized.file(stack), "utf8"));
  const before = JSON.stringify(json);
  spoil(json);
  if (JSON.stringify(json) === before) throw new Error(`Nothing was spoiled in ${stack}`);
  writeFileSync(synthesized.file(stack), JSON.stringify(json));
  return readTopology(synthesized.folder, {});
}

/** The network that plain Terraform JSON describes. */
export function written(resource: object): Topology {
  const folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ resource }));
  const topology = readTopology(folder);
  rmSync(folder, { recursive: true });
  return topology;
}
