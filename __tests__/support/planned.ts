import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Environment } from "../../lib/config/environment";
import { Emulator } from "../../lib/emulator/emulator";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { planStacks } from "../../lib/deploy/plan-stacks";
import { StackPlan } from "../../lib/deploy/stack-plan";
import { Terraform } from "../../lib/deploy/terraform";
import { STACKS, StackName, synthesize } from "./synthesize";

/** The plans of an environment's stacks in an empty emulated account, after `change` did something to their JSON. */
export async function planEmulated(
  environment: Environment,
  emulator: Emulator,
  change: (stack: StackName, json: any) => void = () => {},
): Promise<StackPlan[]> {
  const synthesized = synthesize(environment, process.env["AWS_PROVIDER_VERSION"] || undefined);
  const planFolder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
  const stacks = STACKS.map((name) => {
    const file = synthesized.file(name);
    const json = JSON.parse(readFileSync(file, "utf8"));
    change(name, json);
    writeFileSync(file, JSON.stringify(json));
    return { name, file, folder: join(synthesized.folder, "stacks", name) };
  });
  try {
    const terraform = new Terraform({ env: emulatorEnvironment(emulator.endpoint) });
    return await planStacks(stacks, { terraform, planFolder, lockTimeout: "10s", say: () => {} });
  } finally {
    rmSync(planFolder, { recursive: true });
  }
}
