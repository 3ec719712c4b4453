import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { Environment } from "../../lib/config/environment";
import { EnvironmentInput } from "../../lib/config/schema";
import { applyPlans } from "../../lib/deploy/apply";
import { withLeftStacks } from "../../lib/deploy/left-stacks";
import { OrderReport } from "../../lib/deploy/order";
import { readPlans, removePlanFolder, writeReport } from "../../lib/deploy/plan-folder";
import { planStacks } from "../../lib/deploy/plan-stacks";
import { Report, reportOf } from "../../lib/deploy/report";
import { readStates } from "../../lib/deploy/state/read";
import { backendOf } from "../../lib/deploy/state/search";
import { Terraform } from "../../lib/deploy/terraform";
import { Emulator } from "../../lib/emulator/emulator";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { overlookKnownProblems } from "../../lib/emulator/known-problems";
import { SynthesizedStack, readManifest } from "../../scripts/support/manifest";
import { addStacks } from "../../stacks";
import { ALL_STACKS, OPTIONAL_STACKS } from "../../stacks/names";
import { Provider } from "../support/provider";
import { synthesize, testEnvironment } from "../support/synthesize";

/** A round of `npm run plan` and `npm run apply`. */
export interface Round {
  readonly report: Report;
  readonly order: OrderReport;
}

export interface ChangeOptions {
  /** How many rounds there may be. @default 6 */
  readonly most?: number;
  /** Whether nothing is left to change after a round. @default - one more plan says so */
  readonly isSettled?: (round: Round) => boolean;
  /** Watches an apply. @default - nobody does */
  readonly whileApplying?: (apply: () => Promise<unknown>) => Promise<unknown>;
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

  /** Deploys an environment for the first time, stack by stack, which spares the plans of previews. */
  async begin(input: Partial<EnvironmentInput>): Promise<void> {
    for (const stack of this.synthesize(testEnvironment(input))) {
      await this.terraform.run(stack, "init", "-input=false");
      await this.terraform.run(stack, "apply", "-auto-approve", "-input=false");
    }
  }

  private synthesize(environment: Environment): SynthesizedStack[] {
    const app = new App({ outdir: this.out, stackTraces: false });
    addStacks(app, { environment, awsProviderVersion: VERSION });
    app.synth();
    const stacks = readManifest(this.out);
    stacks.forEach(({ folder }) => overlookKnownProblems(folder));
    return stacks;
  }

  /** What a plan says. */
  async plan(input: Partial<EnvironmentInput>): Promise<Report> {
    return (await this.planned(input)).report;
  }

  /** Plans and applies until nothing is left to change. */
  async change(
    input: Partial<EnvironmentInput>,
    { most = 6, isSettled = () => false, whileApplying = (apply) => apply() }: ChangeOptions = {},
  ): Promise<Round[]> {
    const rounds: Round[] = [];
    for (;;) {
      const { stacks, plans, report, options } = await this.planned(input);
      if (!report.hasChanges) return rounds;
      if (rounds.length === most)
        throw new Error(`More than ${most} rounds: ${JSON.stringify(report.stacks)}`);
      if (report.policy.violations.length > 0) throw new Error(JSON.stringify(report.policy.violations));
      writeReport(options.planFolder, report, plans);
      rounds.push({ report, order: report.order });
      await whileApplying(() => applyPlans(readPlans(options.planFolder), stacks, options));
      if (isSettled(rounds.at(-1)!)) return rounds;
    }
  }

  private async planned(input: Partial<EnvironmentInput>) {
    const environment = testEnvironment(input);
    const own = this.synthesize(environment);
    const planFolder = join(this.out, "plan");
    const say = () => {};
    const options = { terraform: this.terraform, planFolder, lockTimeout: "10s", say, tell: say };
    removePlanFolder(planFolder);
    const stacks = withLeftStacks({
      stacks: own,
      states: await readStates(backendOf(own[0]!)),
      known: ALL_STACKS,
      absent: OPTIONAL_STACKS,
      environment,
      planFolder,
      say,
    });
    const plans = await planStacks(stacks, options);
    return { stacks, plans, report: reportOf(plans, environment, this.out), options };
  }
}

const VERSION = process.env["AWS_PROVIDER_VERSION"] || undefined;
