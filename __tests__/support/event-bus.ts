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

/**
 * What EventBridge does with an event of AWS's own. The emulator matches it with the rules' patterns, in archives that it
 * keeps what matches in. What it does not do is to start a rule's state machine, so that is done here, with the input that
 * the rule's target names.
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
    for (const { Name, Arn, EventPattern } of Rules) {
      const EventSourceArn = Arn!.replace(/:rule\/.*/, ":event-bus/default");
      const archive = { ArchiveName: Name!, EventSourceArn, EventPattern };
      await bus.events.send(new eventbridge.CreateArchiveCommand(archive));
    }
    return bus;
  }

  /** The names of the rules whose patterns match an event. */
  async matching({ source, "detail-type": detailType, resources, detail }: AwsEvent): Promise<string[]> {
    const before = await this.counts();
    const entry = { Source: source, DetailType: detailType, Resources: [...resources] };
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
    const { Targets = [] } = await this.events.send(
      new eventbridge.ListTargetsByRuleCommand({ Rule: rule }),
    );
    if (Targets.length !== 1) throw new Error(`${rule} has ${Targets.length} targets instead of one`);
    const [{ Arn, Input }] = Targets as [eventbridge.Target];
    const { executionArn } = await this.machines.send(
      new sfn.StartExecutionCommand({
        stateMachineArn: Arn,
        name: randomUUID(),
        input: JSON.stringify({ ...JSON.parse(Input!), ...changes }),
      }),
    );
    return { ended: () => this.ended(executionArn!) };
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
