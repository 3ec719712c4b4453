import { readFileSync, rmSync } from "node:fs";
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
    const input = {
      ...this.input,
      ...(this.input.network && { network: { ...this.input.network, ...network } }),
      ...changes,
    };
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

  /** @param names the stacks. @default - all of them */
  async deploy(names = this.names): Promise<void> {
    for (const name of names) await this.apply(name);
  }

  async apply(name: string): Promise<void> {
    await this.init(name);
    await this.terraform.run(this.stack(name), "apply", "-auto-approve", "-input=false");
  }

  /**
   * Destroys stacks, the last first.
   *
   * @param names the stacks. @default - all of them
   */
  async destroy(names = this.names): Promise<void> {
    for (const name of [...names].reverse()) {
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

  /** @throws TerraformError unless a plan has nothing to change; that is quicker than to read one */
  async expectSettled(name: string): Promise<void> {
    await this.init(name);
    await this.terraform.run(this.stack(name), "plan", "-detailed-exitcode", "-input=false", "-no-color");
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
    for (const name of others)
      this.unchanged.set(name, this.unchanged.get(name) ?? (await this.stateOf(name)));
    return [
      ...others.map((name) => this.planOf(name, this.unchanged.get(name)!)),
      this.planOf("routes", await this.plan("routes")),
    ];
  }

  private readonly unchanged = new Map<string, PlanJson>();

  /** A stack as a plan has it that changes nothing. */
  private async stateOf(name: string): Promise<PlanJson> {
    const state = JSON.parse(await this.terraform.run(this.stack(name), "show", "-json"));
    return { prior_state: state, planned_values: state.values };
  }

  private planOf(name: string, plan: PlanJson): StackPlan {
    return { ...this.stack(name), plan, takes: [] };
  }

  /** What a stack's state holds: its outputs, and the values of its resources. */
  async state(name: string) {
    const { values } = JSON.parse(await this.terraform.run(this.stack(name), "show", "-json"));
    const { outputs = {}, root_module } = values as any;
    return {
      outputs: Object.fromEntries(Object.entries<any>(outputs).map(([key, { value }]) => [key, value])),
      values: (address: string) =>
        root_module.resources.find((resource: any) => resource.address === address)?.values,
    };
  }

  /** A stack's JSON. */
  json(name: string): object {
    return JSON.parse(readFileSync(this.stack(name).file, "utf8"));
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
