import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { EnvironmentInput } from "../../lib/config/schema";
import { applyPlans } from "../../lib/deploy/apply";
import { OrderReport } from "../../lib/deploy/order";
import { readPlans, removePlanFolder, writeReport } from "../../lib/deploy/plan-folder";
import { planStacks } from "../../lib/deploy/plan-stacks";
import { Report, reportOf } from "../../lib/deploy/report";
import { Terraform } from "../../lib/deploy/terraform";
import { Emulator } from "../../lib/emulator/emulator";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { overlookKnownProblems } from "../../lib/emulator/known-problems";
import { readManifest } from "../../scripts/support/manifest";
import { addStacks } from "../../stacks";
import { Provider } from "../support/provider";
import { synthesize, testEnvironment } from "../support/synthesize";

/** A round of `npm run plan` and `npm run apply`. */
export interface Round {
  readonly report: Report;
  readonly order: OrderReport;
}

/** An environment that is deployed and changed by plans and applies, with a provider that runs throughout. */
export class Deployed {
  private readonly folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
  private readonly out = join(this.folder, "cdktf.out");
  private readonly terraform: Terraform;

  private constructor(
    readonly emulator: Emulator,
    private readonly provider: Provider,
  ) {
    this.terraform = new Terraform({ env: { ...emulatorEnvironment(emulator.endpoint), ...provider.env } });
  }

  static async start(): Promise<Deployed> {
    const emulator = await Emulator.start();
    const stack = synthesize(testEnvironment(), VERSION).json("network");
    return new Deployed(emulator, await Provider.start(stack, emulatorEnvironment(emulator.endpoint)));
  }

  async stop(): Promise<void> {
    this.provider.stop();
    await this.emulator.stop();
    rmSync(this.folder, { recursive: true });
  }

  /** An output of a stack. */
  async output(stack: string, name: string): Promise<unknown> {
    const folder = join(this.out, "stacks", stack);
    const outputs = await this.terraform.run({ name: stack, folder }, "output", "-json");
    return (JSON.parse(outputs) as Record<string, { value: unknown }>)[name]?.value;
  }

  /** Plans and applies until nothing is left to change. */
  async change(input: Partial<EnvironmentInput>, most = 6): Promise<Round[]> {
    const environment = testEnvironment(input);
    const app = new App({ outdir: this.out, stackTraces: false });
    addStacks(app, { environment, awsProviderVersion: VERSION });
    app.synth();
    const stacks = readManifest(this.out);
    stacks.forEach(({ folder }) => overlookKnownProblems(folder));
    const planFolder = join(this.out, "plan");
    const options = {
      terraform: this.terraform,
      planFolder,
      lockTimeout: "10s",
      say: () => {},
      tell: () => {},
    };
    const rounds: Round[] = [];
    for (;;) {
      removePlanFolder(planFolder);
      const plans = await planStacks(stacks, options);
      const report = reportOf(plans, environment, this.out);
      if (!report.hasChanges) return rounds;
      if (rounds.length === most)
        throw new Error(`More than ${most} rounds: ${JSON.stringify(report.stacks)}`);
      writeReport(planFolder, report, plans);
      rounds.push({ report, order: report.order });
      await applyPlans(readPlans(planFolder), stacks, options);
    }
  }
}

const VERSION = process.env["AWS_PROVIDER_VERSION"] || undefined;
