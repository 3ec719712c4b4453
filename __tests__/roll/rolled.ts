import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { heartbeatNamespace } from "../../lib/config/monitoring";
import { EnvironmentInput } from "../../lib/config/schema";
import { Emulator, EmulatorOptions } from "../../lib/emulator/emulator";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { readManifest } from "../../scripts/support/manifest";
import { Account } from "../support/account";
import { Provider } from "../support/provider";
import { StackName, testEnvironment } from "../support/synthesize";
import { Workplace } from "../support/workplace";
import { Hearts } from "./hearts";

/** An environment that is deployed to an emulator, whose hosts' hearts beat, and where `npm run roll` is run. */
export class Rolled {
  private constructor(
    readonly workplace: Workplace,
    readonly account: Account,
    readonly hearts: Hearts,
    private readonly provider: Provider,
    /** The private subnets, in the zones' order. */
    readonly subnets: readonly string[],
  ) {}

  static async start(input: EnvironmentInput, options: EmulatorOptions = {}): Promise<Rolled> {
    const emulator = await Emulator.start(options);
    const workplace = Workplace.at(emulator);
    const provider = await deploy(workplace, input);
    const account = new Account(emulator, input.region);
    const namespace = heartbeatNamespace({ project: "nat-instance", name: "office" });
    const hearts = new Hearts(emulator, input.region, namespace);
    await hearts.beat();
    hearts.start();
    const subnets = testEnvironment(input).zones.map(({ privateCidr }) => account.subnet(privateCidr));
    const ids = (await Promise.all(subnets)).map(({ SubnetId }) => SubnetId!);
    return new Rolled(workplace, account, hearts, provider, ids);
  }

  async stop(): Promise<void> {
    await this.hearts.stop();
    this.provider.stop();
    await this.workplace.emulator.stop();
    this.workplace.remove();
  }

  roll(...args: string[]) {
    return this.workplace.command("roll", ["--skip-synth", ...args]);
  }

  /** Leaves these stacks in what was synthesized, and no other. @returns what brings all back as it was */
  keep(...stacks: StackName[]): () => void {
    const files = [
      join(this.workplace.output, "manifest.json"),
      ...stacks.map((stack) => join(this.workplace.stack(stack), "cdk.tf.json")),
    ];
    const before = files.map((file) => readFileSync(file));
    this.workplace.only(...stacks);
    return () => files.forEach((file, index) => writeFileSync(file, before[index]!));
  }

  /** The hosts' instance ids, by their zones, as Terraform has them. */
  hosts(): Promise<Record<string, string>> {
    return this.output("nat_instance_id");
  }

  /** The addresses that the internet sees, by the hosts' zones. */
  addresses(): Promise<Record<string, string>> {
    return this.output("nat_public_ip");
  }

  private async output(name: string): Promise<Record<string, string>> {
    const { stdout } = await this.workplace.terraform("nat-instance", ["output", "-json", name]);
    return JSON.parse(stdout);
  }

  /** What the private subnets' default routes lead to, in the zones' order. */
  async targets(): Promise<(string | undefined)[]> {
    const routes = await this.account.defaultRoutes(this.subnets);
    return routes.map((route) => route?.NetworkInterfaceId);
  }
}

/** Deploys an environment's stacks, one after the other. @returns the provider, which runs on for all commands there */
export async function deploy(workplace: Workplace, input: EnvironmentInput): Promise<Provider> {
  await workplace.synthesize(input);
  const network = JSON.parse(readFileSync(join(workplace.stack("network"), "cdk.tf.json"), "utf8"));
  const provider = await Provider.start(network, emulatorEnvironment(workplace.emulator.endpoint));
  workplace.variables = provider.env;
  for (const { name } of readManifest(workplace.output)) {
    await workplace.terraform(name as StackName, ["init", "-input=false"]);
    await workplace.terraform(name as StackName, ["apply", "-auto-approve", "-input=false"]);
  }
  return provider;
}
