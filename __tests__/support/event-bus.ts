import { randomUUID } from "node:crypto";
import * as eventbridge from "@aws-sdk/client-eventbridge";
import * as sfn from "@aws-sdk/client-sfn";
import { until } from "../../lab/until";
import { Emulator } from "../../lib/emulator/emulator";
import { AwsEvent } from "./aws-events";

/** How a state machine's execution ended. */
export interface Ended {
  readonly status: string;
  /** Of the failure; undefined when there is none. */
  readonly why?: string;
}

const BUS = "matching";

/**
 * What EventBridge does with an event of AWS's own. The emulator (moto 5.2) matches events with patterns, but breaks where
 * one matches a rule that starts a state machine. So the rules' patterns are those of archives here, on a bus of their own,
 * which keep what matches; and the state machine of a rule that matches is started with its target's input, as it is.
 */
export class EventBus {
  private readonly events: eventbridge.EventBridgeClient;
  private readonly machines: sfn.SFNClient;
  private rules: readonly string[] = [];

  private constructor({ endpoint }: Emulator, region: string) {
    const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
    const options = { endpoint, region, credentials };
    this.events = new eventbridge.EventBridgeClient(options);
    this.machines = new sfn.SFNClient(options);
  }

  /** Of the rules that there are by now. */
  static async of(emulator: Emulator, region: string): Promise<EventBus> {
    const bus = new EventBus(emulator, region);
    const { Rules = [] } = await bus.events.send(new eventbridge.ListRulesCommand({}));
    bus.rules = Rules.map(({ Name }) => Name!);
    const { EventBusArn: EventSourceArn } = await bus.events.send(
      new eventbridge.CreateEventBusCommand({ Name: BUS }),
    );
    for (const { Name, EventPattern } of Rules) {
      const archive = { ArchiveName: Name!, EventSourceArn, EventPattern };
      await bus.events.send(new eventbridge.CreateArchiveCommand(archive));
    }
    return bus;
  }

  /** The names of the rules whose patterns match an event. */
  async matching({ source, "detail-type": detailType, resources, detail }: AwsEvent): Promise<string[]> {
    const before = await this.counts();
    const entry = { EventBusName: BUS, Source: source, DetailType: detailType, Resources: [...resources] };
    await this.events.send(
      new eventbridge.PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(detail) }] }),
    );
    const after = await this.counts();
    return this.rules.filter((_, index) => after[index]! > before[index]!);
  }

  private counts(): Promise<number[]> {
    return Promise.all(
      this.rules.map(async (ArchiveName) => {
        const archive = await this.events.send(new eventbridge.DescribeArchiveCommand({ ArchiveName }));
        return archive.EventCount ?? 0;
      }),
    );
  }

  /**
   * Has happen what follows from an event, and waits until it is over.
   *
   * @param changes of the state machine's input, such as a shorter wait
   */
  async send(event: AwsEvent, changes: object = {}): Promise<Ended[]> {
    const rules = await this.matching(event);
    return Promise.all(rules.map(async (rule) => (await this.start(rule, changes)).ended()));
  }

  /** Starts the state machine that a rule starts. */
  async start(rule: string, changes: object = {}): Promise<{ ended: () => Promise<Ended> }> {
    const { Arn } = await this.target(rule);
    const { executionArn } = await this.machines.send(
      new sfn.StartExecutionCommand({
        stateMachineArn: Arn,
        // Which AWS gives itself.
        name: randomUUID(),
        input: JSON.stringify({ ...(await this.input(rule)), ...changes }),
      }),
    );
    return { ended: () => this.ended(executionArn!) };
  }

  /** What a rule gives to the state machine. */
  async input(rule: string): Promise<object> {
    return JSON.parse((await this.target(rule)).Input!) as object;
  }

  private async target(Rule: string): Promise<eventbridge.Target> {
    const { Targets = [] } = await this.events.send(new eventbridge.ListTargetsByRuleCommand({ Rule }));
    if (Targets.length !== 1) throw new Error(`${Rule} has ${Targets.length} targets instead of one`);
    return Targets[0]!;
  }

  private async ended(executionArn: string): Promise<Ended> {
    return until("The execution's end", 60, async () => {
      const command = new sfn.DescribeExecutionCommand({ executionArn });
      const { status, error, cause } = await this.machines.send(command);
      if (status === "RUNNING") return undefined;
      return { status: status!, ...(error !== undefined && { why: `${error}: ${cause}` }) };
    });
  }
}
