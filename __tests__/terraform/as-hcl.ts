import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { EMULATOR_OVERRIDE } from "../../lib/emulator/known-problems";
import { runScript } from "../support/script";
import { Applied } from "./applied";

/** Says that what cdktf deployed is what the HCL says too. */
export function testAsHcl(applied: () => Applied): void {
  test("what cdktf deployed plans no changes from the HCL, which is how one leaves it", async () => {
    const { environment, synthesized, stacks } = applied();
    // Beside the JSON, where the path of a local state means the same.
    const folder = join(synthesized.folder, "../cdktf.out.hcl");
    const env = { ENVIRONMENT: environment.name };
    await runScript("synth-hcl", ["--output", folder], { env, reject: true });
    const terraform = applied().terraform.in(folder);
    for (const stack of stacks) {
      const override = join("stacks", stack, EMULATOR_OVERRIDE);
      if (existsSync(join(synthesized.folder, override)))
        cpSync(join(synthesized.folder, override), join(folder, override));
      await terraform.init(stack);
      expect([stack, await terraform.plan(stack)]).toEqual([stack, []]);
    }
  });
}
