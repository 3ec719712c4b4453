import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";

export interface HostAlarmsProps {
  /** The start of the alarms' names, which are unique in the account and region, such as `shop-test-nat-b`. */
  readonly name: string;
  readonly region: string;
  readonly instanceId: string;
  /** Such as `t4g.nano`. */
  readonly instanceType: string;
  /** What a burstable type does when its CPU credits are used up. */
  readonly creditMode: "standard" | "unlimited";

  /**
   * The namespace of the heartbeat that the host sends; silence of two minutes, or a probe that fails for two, is an alarm.
   *
   * @default - it sends none
   */
  readonly heartbeatNamespace?: string;

  /**
   * The SNS topic that hears of each alarm, and of its end.
   *
   * @default - nobody is told
   */
  readonly topicArn?: string;
}

/**
 * Makes the alarms of a host: CloudWatch recovers it when its hardware is ill, reboots it when it hangs, and tells of CPU
 * credits that run out. $0.10 a month for each beyond an account's first ten.
 *
 * The periods are AWS's: recover after two, reboot after three, never the same number, or the two race (EC2 user guide,
 * "Create alarms that stop, terminate, reboot, or recover an instance"). Both act on a running instance alone, and so leave
 * a Spot instance that AWS has stopped as it is.
 */
export class HostAlarms extends Construct {
  constructor(scope: Construct, id: string, props: HostAlarmsProps) {
    super(scope, id);
    this.recoverFromIllHardware(props);
    this.rebootWhenHanging(props);
    this.watchCredits(props);
    this.watchHeartbeat(props);
  }

  private recoverFromIllHardware(props: HostAlarmsProps): void {
    const { region, instanceType } = props;
    this.createAlarm("system", props, {
      alarmDescription: "AWS's status check of the host's hardware fails",
      ...STATUS_CHECK,
      metricName: "StatusCheckFailed_System",
      evaluationPeriods: 2,
      alarmActions: mayBeRecovered(instanceType) ? [`arn:aws:automate:${region}:ec2:recover`] : [],
    });
  }

  private rebootWhenHanging(props: HostAlarmsProps): void {
    this.createAlarm("instance", props, {
      alarmDescription: "AWS's status check of the host's system fails",
      ...STATUS_CHECK,
      metricName: "StatusCheckFailed_Instance",
      evaluationPeriods: 3,
      alarmActions: [`arn:aws:automate:${props.region}:ec2:reboot`],
    });
  }

  private watchCredits(props: HostAlarmsProps): void {
    if (!/^t\d/.test(props.instanceType)) return;
    this.createAlarm("credits", props, props.creditMode === "standard" ? CREDITS_LOW : SURPLUS_BILLED);
  }

  private watchHeartbeat(props: HostAlarmsProps): void {
    if (props.heartbeatNamespace === undefined) return;
    this.createAlarm("heartbeat", props, { ...SILENT, namespace: props.heartbeatNamespace });
  }

  private createAlarm(id: string, props: HostAlarmsProps, alarm: Alarm): void {
    const told = props.topicArn === undefined ? [] : [props.topicArn];
    const alarmActions = [...(alarm.alarmActions ?? []), ...told];
    new CloudwatchMetricAlarm(this, id, {
      namespace: "AWS/EC2",
      ...alarm,
      alarmName: `${props.name}-${id}`,
      dimensions: { InstanceId: props.instanceId },
      alarmActions: alarmActions.length > 0 ? alarmActions : undefined,
      okActions: told.length > 0 ? told : undefined,
    });
  }
}

interface Alarm {
  readonly alarmDescription: string;
  /** @default "AWS/EC2" */
  readonly namespace?: string;
  readonly metricName: string;
  readonly statistic: string;
  readonly comparisonOperator: string;
  readonly threshold: number;
  /** In seconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly alarmActions?: readonly string[];
  readonly treatMissingData?: string;
}

/** A status check is 0 or 1, each minute. */
const STATUS_CHECK = {
  statistic: "Maximum",
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  threshold: 1,
  period: 60,
};

/** EC2 counts credits every five minutes (EC2 user guide, "CloudWatch metrics that are available for your instances"). */
const CREDIT_PERIOD = 300;

/** For an hour, because a new host starts with none; the smallest types earn three in that time. */
const CREDITS_LOW: Alarm = {
  alarmDescription: "The host's CPU credits are used up, and it is slowed down to its baseline",
  metricName: "CPUCreditBalance",
  statistic: "Maximum",
  comparisonOperator: "LessThanThreshold",
  threshold: 3,
  period: CREDIT_PERIOD,
  evaluationPeriods: 12,
};

const SURPLUS_BILLED: Alarm = {
  alarmDescription: "The host uses more CPU than its type has, and the surplus is billed",
  metricName: "CPUSurplusCreditsCharged",
  statistic: "Maximum",
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  period: CREDIT_PERIOD,
  evaluationPeriods: 3,
};

const SILENT: Alarm = {
  alarmDescription: "The host's probe does not reach the internet, or the host is silent",
  metricName: "Probe",
  statistic: "Maximum",
  comparisonOperator: "LessThanThreshold",
  threshold: 1,
  period: 60,
  evaluationPeriods: 2,
  treatMissingData: "breaching",
};

/**
 * Whether CloudWatch takes the recover action for a type: not with disks of the machine itself, and not for a whole machine
 * (EC2 user guide, "Configure CloudWatch action based recovery").
 */
function mayBeRecovered(instanceType: string): boolean {
  return !/^([a-z]+\d+[a-z]*d[a-z]*|(i|im|is|d|h)\d\w*)\.|\.metal/.test(instanceType);
}
