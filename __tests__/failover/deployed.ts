import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ssm from "@aws-sdk/client-ssm";
import { EnvironmentInput } from "../../lib/config/schema";
import { Environment } from "../../lib/config/environment";
import { planStacks } from "../../lib/deploy/plan-stacks";
import { Report, reportOf } from "../../lib/deploy/report";
import { Terraform as PlanTerraform } from "../../lib/deploy/terraform";
import { Emulator } from "../../lib/emulator/emulator";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { overlookKnownProblems } from "../../lib/emulator/known-problems";
import { ALL_STACKS } from "../../stacks/names";
import { Account } from "../support/account";
import { alarmEvent } from "../support/aws-events";
import { Ended, EventBus } from "../support/event-bus";
import { Mailbox } from "../support/mailbox";
import { Provider } from "../support/provider";
import { StackName, synthesize, testEnvironment } from "../support/synthesize";
import { Terraform } from "../support/terraform";

/** An environment with a failover that the real terraform has applied to an emulated account. */
export class Deployed {
  private constructor(
    readonly environment: Environment,
    readonly emulator: Emulator,
    /** What cdktf wrote. */
    private readonly folder: string,
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

  /** Applies the smallest environment with what a failover needs, and `input`; nothing is left running when that fails. */
  static async apply(input: Partial<EnvironmentInput>): Promise<Deployed> {
    const environment = testEnvironment({
      monitoring: "heartbeat",
      alarmEmail: "people@example.com",
      endpoints: false,
      ...input,
    });
    const version = process.env["AWS_PROVIDER_VERSION"] || undefined;
    const { folder, stacks: synthesized, json } = synthesize(environment, version);
    const stacks = (ALL_STACKS as StackName[]).filter((name) => synthesized.includes(name));
    const emulator = await Emulator.start();
    let provider: Provider | undefined;
    try {
      provider = await Provider.start(json("network"), emulatorEnvironment(emulator.endpoint));
      const terraform = new Terraform(folder, emulator, provider);
      for (const stack of stacks) {
        overlookKnownProblems(join(folder, "stacks", stack));
        await terraform.init(stack);
        await terraform.apply(stack);
      }
      const outputs = await terraform.outputs("nat-instance");
      const account = new Account(emulator, environment.region);
      return new Deployed(
        environment,
        emulator,
        folder,
        terraform,
        provider,
        stacks,
        account,
        await EventBus.of(emulator, environment.region),
        await Mailbox.subscribe(emulator, environment.region, await account.onlyTopic()),
        byHost(outputs["nat_instance_id"]!.value),
        byHost(outputs["nat_public_ip"]!.value),
      );
    } catch (error) {
      provider?.stop();
      await emulator.stop();
      throw error;
    }
  }

  /** What `npm run plan` has to say. */
  async report(): Promise<Report> {
    const planFolder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
    const stacks = this.stacks.map((name) => {
      const folder = join(this.folder, "stacks", name);
      return { name, folder, file: join(folder, "cdk.tf.json") };
    });
    try {
      const terraform = new PlanTerraform({ env: emulatorEnvironment(this.emulator.endpoint) });
      const plans = await planStacks(stacks, { terraform, planFolder, lockTimeout: "10s", say: () => {} });
      return reportOf(plans, this.environment, this.folder);
    } finally {
      rmSync(planFolder, { recursive: true });
    }
  }

  /** By zone's letter, what its private default route leads to: `nat-c`, an id, or nothing. */
  async leads(): Promise<Record<string, string | undefined>> {
    const entries = this.environment.zones.map(async ({ letter, privateCidr }) => {
      const route = await this.account.defaultRoute((await this.account.subnet(privateCidr)).SubnetId!);
      return [
        letter,
        await this.nameOf(route?.NetworkInterfaceId ?? route?.NatGatewayId ?? route?.GatewayId),
      ] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  private async nameOf(id: string | undefined): Promise<string | undefined> {
    if (!id?.startsWith("eni-")) return id;
    const { Attachment } = await this.account.networkInterface(id);
    const host = Object.entries(this.instanceIds).find(([, own]) => own === Attachment?.InstanceId);
    return host?.[0] ?? id;
  }

  /** What is recorded of the private route table of a zone. */
  async record(letter: string): Promise<{ to: string; name?: string; since?: string }> {
    const Name = this.recordName(letter);
    const { Parameter } = await this.ssm.send(new ssm.GetParameterCommand({ Name }));
    return JSON.parse(Parameter!.Value!);
  }

  async forget(letter: string): Promise<void> {
    await this.ssm.send(new ssm.DeleteParameterCommand({ Name: this.recordName(letter) }));
  }

  private recordName(letter: string): string {
    const { project, name } = this.environment;
    return `/nat-instance/${project}-${name}/failover/private_${letter}`;
  }

  /** Leads the private default route of a zone somewhere, as somebody does in the console; nowhere without a target. */
  async lead(letter: string, to?: { NetworkInterfaceId: string } | { GatewayId: string }): Promise<void> {
    const { privateCidr } = this.environment.zones.find((zone) => zone.letter === letter)!;
    const { SubnetId } = await this.account.subnet(privateCidr);
    const filter = { Name: "association.subnet-id", Values: [SubnetId!] };
    const { RouteTables } = await this.ec2.send(new ec2.DescribeRouteTablesCommand({ Filters: [filter] }));
    const route = { RouteTableId: RouteTables![0]!.RouteTableId!, DestinationCidrBlock: "0.0.0.0/0" };
    const has = RouteTables![0]!.Routes!.some((own) => own.DestinationCidrBlock === "0.0.0.0/0");
    if (!to) await this.ec2.send(new ec2.DeleteRouteCommand(route));
    else if (has) await this.ec2.send(new ec2.ReplaceRouteCommand({ ...route, ...to }));
    else await this.ec2.send(new ec2.CreateRouteCommand({ ...route, ...to }));
  }

  async internetGateway(): Promise<string> {
    const { InternetGateways } = await this.ec2.send(new ec2.DescribeInternetGatewaysCommand({}));
    return InternetGateways![0]!.InternetGatewayId!;
  }

  /** The interface #1 of a host. */
  async interfaceOf(host: string): Promise<string> {
    const { NetworkInterfaces = [] } = await this.account.instance(this.instanceIds[host]!);
    return NetworkInterfaces.find(({ Attachment }) => Attachment?.DeviceIndex === 1)!.NetworkInterfaceId!;
  }

  /** Has the alarm on a host's heartbeat change, and all happen that follows from it. */
  async alarm(host: string, state: "OK" | "ALARM", changes: object = {}): Promise<Ended[]> {
    await this.account.setAlarm(this.alarmOf(host), state);
    // Later than the alarm, whose time is kept to the second.
    await new Promise((resolve) => setTimeout(resolve, state === "OK" ? 1000 : 0));
    return this.bus.send(alarmEvent(this.alarmOf(host), state), changes);
  }

  alarmOf(host: string): string {
    const { project, name } = this.environment;
    return `${project}-${name}-${host}-heartbeat`;
  }

  private get ec2(): ec2.EC2Client {
    return new ec2.EC2Client(this.client());
  }

  private get ssm(): ssm.SSMClient {
    return new ssm.SSMClient(this.client());
  }

  private client() {
    const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
    return { endpoint: this.emulator.endpoint, region: this.environment.region, credentials };
  }

  async stop(): Promise<void> {
    this.mailbox.close();
    this.provider.stop();
    await this.emulator.stop();
  }
}

/** Zones' values by their hosts: `nat-b`. */
function byHost(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([zone, value]) => [`nat-${zone.at(-1)}`, value]));
}
