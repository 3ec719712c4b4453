import { join } from "node:path";
import execa from "execa";
import { Emulator } from "../../lib/emulator/emulator";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { Provider } from "./provider";
import { StackName } from "./synthesize";

// terraform plan -detailed-exitcode
const NO_CHANGES = 0;
const CHANGES = 2;

/** A planned change of a resource, such as `["delete", "create"]`. */
export interface Change {
  readonly address: string;
  readonly actions: readonly string[];
  readonly after: Record<string, unknown> | null;
}

/** The real terraform, run in the stacks' folders against an emulator. */
export class Terraform {
  constructor(
    private readonly folder: string,
    private readonly emulator: Emulator,
    private readonly provider: Provider,
  ) {}

  /** The same with the stacks of another folder. */
  in(folder: string): Terraform {
    return new Terraform(folder, this.emulator, this.provider);
  }

  async init(stack: StackName): Promise<void> {
    await this.run(stack, ["init", "-input=false"]);
  }

  async apply(stack: StackName): Promise<void> {
    await this.run(stack, ["apply", "-auto-approve", "-input=false"]);
  }

  async destroy(stack: StackName): Promise<void> {
    await this.run(stack, ["destroy", "-auto-approve", "-input=false"]);
  }

  /** What a plan would change; reads of data sources do not count. */
  async plan(stack: StackName, ...options: string[]): Promise<Change[]> {
    const planned = await this.start(stack, [
      ...["plan", "-input=false", "-out=tfplan", "-detailed-exitcode"],
      ...options,
    ]);
    if (planned.exitCode === NO_CHANGES) return [];
    if (planned.exitCode !== CHANGES) throw planned;
    const { resource_changes: changes = [] } = JSON.parse(await this.run(stack, ["show", "-json", "tfplan"]));
    return (changes as { address: string; change: { actions: string[]; after: Change["after"] } }[])
      .map(({ address, change }) => ({ address, actions: change.actions, after: change.after }))
      .filter(({ actions }) => !["no-op", "read"].includes(actions.join()));
  }

  /** The stack's state, as `terraform show -json` prints it. */
  async state(stack: StackName): Promise<string> {
    return this.run(stack, ["show", "-json"]);
  }

  /** The stack's outputs by name. */
  async outputs(stack: StackName): Promise<Record<string, { value: any }>> {
    return JSON.parse(await this.run(stack, ["output", "-json"]));
  }

  private async run(stack: StackName, args: readonly string[]): Promise<string> {
    const ended = await this.start(stack, args);
    if (ended.failed) throw ended;
    return ended.stdout;
  }

  private start(stack: StackName, args: readonly string[]) {
    return execa("terraform", args, {
      cwd: join(this.folder, "stacks", stack),
      env: {
        ...emulatorEnvironment(this.emulator.endpoint),
        ...this.provider.env,
        TF_CLI_ARGS: "-no-color",
      },
      extendEnv: false,
      reject: false,
    });
  }
}
