import { join } from "node:path";
import { EnvironmentInput } from "../../lib/config/schema";
import { Environment } from "../../lib/config/environment";
import { Emulator } from "../../lib/emulator/emulator";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { overlookKnownProblems } from "../../lib/emulator/known-problems";
import { ALL_STACKS } from "../../stacks/names";
import { Account } from "../support/account";
import { EventBus } from "../support/event-bus";
import { Mailbox } from "../support/mailbox";
import { Provider } from "../support/provider";
import { StackName, synthesize, testEnvironment } from "../support/synthesize";
import { Terraform } from "../support/terraform";

/** An environment with a failover that the real terraform has applied to an emulated account. */
export class Deployed {
  private constructor(
    readonly environment: Environment,
    readonly emulator: Emulator,
    readonly terraform: Terraform,
    private readonly provider: Provider,
    readonly stacks: readonly StackName[],
    readonly account: Account,
    readonly bus: EventBus,
    readonly mailbox: Mailbox,
    /** The instances' ids, by the host: `nat-b`. */
    readonly instanceIds: Readonly<Record<string, string>>,
    /** The addresses that the internet sees, by the host. */
    readonly publicIps: Readonly<Record<string, string>>,
  ) {}

  static async apply(input: Partial<EnvironmentInput>): Promise<Deployed> {
    const emulator = await Emulator.start();
    const environment = testEnvironment({
      monitoring: "heartbeat",
      alarmEmail: "people@example.com",
      endpoints: false,
      ...input,
    });
    const { region } = environment;
    const version = process.env["AWS_PROVIDER_VERSION"] || undefined;
    const { folder, stacks: synthesized, json } = synthesize(environment, version);
    const stacks = (ALL_STACKS as StackName[]).filter((name) => synthesized.includes(name));
    const provider = await Provider.start(json("network"), emulatorEnvironment(emulator.endpoint));
    const terraform = new Terraform(folder, emulator, provider);
    for (const stack of stacks) {
      overlookKnownProblems(join(folder, "stacks", stack));
      await terraform.init(stack);
      await terraform.apply(stack);
    }
    const outputs = await terraform.outputs("nat-instance");
    const byHost = (values: Record<string, string>) =>
      Object.fromEntries(Object.entries(values).map(([zone, value]) => [`nat-${zone.at(-1)}`, value]));
    const account = new Account(emulator, region);
    return new Deployed(
      environment,
      emulator,
      terraform,
      provider,
      stacks,
      account,
      await EventBus.of(emulator, region),
      await Mailbox.subscribe(emulator, region, await account.onlyTopic()),
      byHost(outputs["nat_instance_id"]!.value),
      byHost(outputs["nat_public_ip"]!.value),
    );
  }

  async stop(): Promise<void> {
    this.mailbox.close();
    this.provider.stop();
    await this.emulator.stop();
  }
}
