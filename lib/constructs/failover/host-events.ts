import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Fn } from "cdktf";
import { Construct } from "constructs";

export interface HostEventsProps {
  /** The start of the rules' names, unique in the account and region. */
  readonly name: string;
  readonly instanceId: string;
  /** The name of the alarm that watches the host's heartbeat. */
  readonly alarm: string;
  /** What is started. */
  readonly stateMachineArn: string;
  /** The role by which EventBridge starts it. */
  readonly roleArn: string;
  /** What the state machine is given when the host is lost. */
  readonly lostInput: object;
  /** What it is given when the host is back. */
  readonly backInput: object;
}

/**
 * Starts the failover when a host is lost, because it stops or its heart does not beat, and its end when the host runs or
 * its heart beats again. What AWS's own services tell EventBridge is free.
 */
export class HostEvents extends Construct {
  private readonly targets: Construct;

  constructor(scope: Construct, id: string, props: HostEventsProps) {
    super(scope, id);
    this.targets = new Construct(this, "Targets");
    this.createRule("lost", props.lostInput, LOST, props);
    this.createRule("back", props.backInput, BACK, props);
  }

  private createRule(
    event: string,
    input: object,
    { states, alarmState }: Signs,
    props: HostEventsProps,
  ): void {
    const { name, instanceId, alarm, stateMachineArn, roleArn } = props;
    const rule = new CloudwatchEventRule(this, event, {
      name: `${name}-${event}`,
      description: `A NAT host is ${event}`,
      eventPattern: Fn.jsonencode({
        $or: [
          {
            source: ["aws.ec2"],
            "detail-type": ["EC2 Instance State-change Notification"],
            detail: { "instance-id": [instanceId], state: states },
          },
          {
            source: ["aws.cloudwatch"],
            "detail-type": ["CloudWatch Alarm State Change"],
            detail: { alarmName: [alarm], state: { value: [alarmState] } },
          },
        ],
      }),
    });
    new CloudwatchEventTarget(this.targets, event, {
      rule: rule.name,
      arn: stateMachineArn,
      roleArn,
      input: Fn.jsonencode(input),
    });
  }
}

/** What an event tells it by. */
interface Signs {
  /** Of the instance. */
  readonly states: readonly string[];
  readonly alarmState: "ALARM" | "OK";
}

const LOST: Signs = { states: ["stopping", "stopped", "shutting-down", "terminated"], alarmState: "ALARM" };
const BACK: Signs = { states: ["running"], alarmState: "OK" };
