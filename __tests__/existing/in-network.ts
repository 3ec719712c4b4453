import { rmSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { Environment } from "../../lib/config/environment";
import { resolveEnvironment } from "../../lib/config/resolve";
import { EnvironmentInput } from "../../lib/config/schema";
import { planStacks } from "../../lib/deploy/plan-stacks";
import { Report, reportOf } from "../../lib/deploy/report";
import { StackPlan } from "../../lib/deploy/stack-plan";
import { Terraform } from "../../lib/deploy/terraform";
import { overlookKnownProblems } from "../../lib/emulator/known-problems";
import { PlanJson } from "../../lib/terraform-json/plan-json";
import { SynthesizedStack, readManifest } from "../../scripts/support/manifest";
import { addStacks } from "../../stacks";

export type NetworkChanges = Partial<NonNullable<EnvironmentInput["network"]>>;

/**
 * The stacks of an environment in a network that exists, each planned and applied by itself: a round of all stacks takes
 * the real terraform half a minute.
 */
export class InNetwork {
  private stacks: readonly SynthesizedStack[] = [];
  environment!: Environment;

  constructor(
    private readonly folder: string,
    private readonly terraform: Terraform,
    private readonly input: EnvironmentInput,
  ) {
    this.write({});
  }

  /** Synthesizes the environment with changes to its network. */
  write(network: NetworkChanges, changes: Partial<EnvironmentInput> = {}): void {
    const out = join(this.folder, "cdktf.out");
    const input = { ...this.input, network: { ...this.input.network!, ...network }, ...changes };
    this.environment = resolveEnvironment(input, { name: "test", file: "test.ts", folder: this.folder });
    const app = new App({ outdir: out, stackTraces: false });
    addStacks(app, { environment: this.environment, awsProviderVersion: VERSION });
    app.synth();
    this.stacks = readManifest(out);
    this.stacks.forEach(({ folder }) => overlookKnownProblems(folder));
  }

  /** The network as the environment has it without changes. */
  get network(): NonNullable<EnvironmentInput["network"]> {
    return this.input.network!;
  }

  get names(): readonly string[] {
    return this.stacks.map(({ name }) => name);
  }

  async deploy(): Promise<void> {
    for (const name of this.names) await this.apply(name);
  }

  async apply(name: string): Promise<void> {
    await this.init(name);
    await this.terraform.run(this.stack(name), "apply", "-auto-approve", "-input=false");
  }

  /** Destroys all stacks, the last first. */
  async destroy(): Promise<void> {
    for (const name of [...this.names].reverse()) {
      await this.init(name);
      await this.terraform.run(this.stack(name), "destroy", "-auto-approve", "-input=false", "-no-color");
    }
  }

  /** @throws TerraformError as `npm run plan` says it */
  async plan(name: string): Promise<PlanJson> {
    await this.init(name);
    await this.terraform.follow(this.stack(name), ["plan", "-out=tfplan"]);
    return JSON.parse(await this.terraform.run(this.stack(name), "show", "-json", "tfplan")) as PlanJson;
  }

  /** Applies what `plan` planned. */
  async applyPlanned(name: string): Promise<void> {
    await this.terraform.run(this.stack(name), "apply", "-input=false", "tfplan");
    rmSync(join(this.stack(name).folder, "tfplan"));
  }

  /** What `npm run plan` says of all stacks. */
  async report(): Promise<Report> {
    const planFolder = join(this.folder, "plan");
    const options = { terraform: this.terraform, planFolder, lockTimeout: "10s", say: () => {} };
    return this.reported(await planStacks(this.stacks, options));
  }

  /** What `npm run plan` says when nothing but the routes changes, and of what. */
  async reportRoutes(): Promise<Report> {
    return this.reported(await this.plannedRoutes());
  }

  private reported(plans: readonly StackPlan[]): Report {
    return reportOf(plans, this.environment, join(this.folder, "cdktf.out"));
  }

  /** The routes stack with its plan, and the others as their states are. */
  private async plannedRoutes(): Promise<StackPlan[]> {
    const others = this.names.filter((name) => name !== "routes");
    const states = await Promise.all(
      others.map(async (name) => {
        const state = JSON.parse(await this.terraform.run(this.stack(name), "show", "-json"));
        const { values } = state;
        // As a plan that changes nothing has them.
        return this.planOf(name, { prior_state: state, planned_values: values } as PlanJson);
      }),
    );
    return [...states, this.planOf("routes", await this.plan("routes"))];
  }

  private planOf(name: string, plan: PlanJson): StackPlan {
    return { ...this.stack(name), plan, takes: [] };
  }

  async outputs(name: string): Promise<Record<string, { value: any }>> {
    return JSON.parse(await this.terraform.run(this.stack(name), "output", "-json"));
  }

  stack(name: string): SynthesizedStack {
    return this.stacks.find((stack) => stack.name === name)!;
  }

  private readonly initialized = new Set<string>();

  private async init(name: string): Promise<void> {
    if (this.initialized.has(name)) return;
    await this.terraform.run(this.stack(name), "init", "-input=false");
    this.initialized.add(name);
  }
}

const VERSION = process.env["AWS_PROVIDER_VERSION"] || undefined;
