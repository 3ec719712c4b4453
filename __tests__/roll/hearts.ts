import { setTimeout } from "node:timers/promises";
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as ec2 from "@aws-sdk/client-ec2";
import { Emulator } from "../../lib/emulator/emulator";

const INTERVAL_MS = 300;
const MINUTE_MS = 60_000;

/**
 * The hosts' heartbeat, and the CloudWatch that the emulator has not: no host runs there, and no alarm looks at a metric.
 * Whatever instance a heartbeat alarm watches is said to have beaten twice and to be well while it runs, unless it is to
 * be silent, and alarms otherwise. What reads that, and what waits for it, is the real thing.
 */
export class Hearts {
  /** The names of hosts, such as `nat-b`, of which only these instances are heard. */
  private readonly heard = new Map<string, string>();
  private readonly cloudwatch: cloudwatch.CloudWatchClient;
  private readonly ec2: ec2.EC2Client;
  private isStopped = false;
  private beating?: Promise<void>;

  constructor(
    { endpoint }: Emulator,
    region: string,
    private readonly namespace: string,
  ) {
    const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
    this.cloudwatch = new cloudwatch.CloudWatchClient({ endpoint, region, credentials });
    this.ec2 = new ec2.EC2Client({ endpoint, region, credentials });
  }

  /** Any other instance of that host is not heard of. */
  silenceNew(host: string, old: string): void {
    this.heard.set(host, old);
  }

  hearAll(): void {
    this.heard.clear();
  }

  start(): void {
    this.beating = this.beatOnAndOn();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.beating;
  }

  /** Beats once, so that all is as it should be before anything is done. */
  async beat(): Promise<void> {
    const running = await this.runningInstances();
    const { MetricAlarms = [] } = await this.cloudwatch.send(new cloudwatch.DescribeAlarmsCommand({}));
    for (const { AlarmName: name = "", Dimensions, StateValue } of MetricAlarms) {
      const [, host] = /-(nat-\w)-heartbeat$/.exec(name) ?? [];
      const instance = Dimensions?.[0]?.Value;
      if (!host || !instance) continue;
      const isWell = running.includes(instance) && (this.heard.get(host) ?? instance) === instance;
      if (isWell) await this.put(instance);
      // Each time that it is set counts as a change, and the failover asks for one that has not changed.
      const state = isWell ? "OK" : "ALARM";
      if (StateValue !== state) {
        const set = { AlarmName: name, StateValue: state, StateReason: "test" } as const;
        await this.cloudwatch.send(new cloudwatch.SetAlarmStateCommand(set));
      }
    }
  }

  private async beatOnAndOn(): Promise<void> {
    while (!this.isStopped) {
      await this.beat();
      await setTimeout(INTERVAL_MS);
    }
  }

  private async put(instance: string): Promise<void> {
    const now = Date.now();
    const MetricData = [now - MINUTE_MS, now].map((at) => ({
      MetricName: "Probe",
      Dimensions: [{ Name: "InstanceId", Value: instance }],
      Timestamp: new Date(at),
      Value: 1,
    }));
    await this.cloudwatch.send(
      new cloudwatch.PutMetricDataCommand({ Namespace: this.namespace, MetricData }),
    );
  }

  private async runningInstances(): Promise<string[]> {
    const Filters = [{ Name: "instance-state-name", Values: ["running"] }];
    const { Reservations = [] } = await this.ec2.send(new ec2.DescribeInstancesCommand({ Filters }));
    return Reservations.flatMap(({ Instances = [] }) => Instances).map(({ InstanceId }) => InstanceId!);
  }
}
