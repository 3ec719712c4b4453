/** An event as AWS's services send it to EventBridge, without what differs from one to the next. */
export interface AwsEvent {
  readonly source: string;
  readonly "detail-type": string;
  readonly resources: readonly string[];
  readonly detail: object;
}

export type InstanceState = "pending" | "running" | "stopping" | "stopped" | "shutting-down" | "terminated";

/** The example of the EC2 user guide, "State change events for Amazon EC2 instances", of another instance. */
export function instanceEvent(instanceId: string, state: InstanceState): AwsEvent {
  return {
    source: "aws.ec2",
    "detail-type": "EC2 Instance State-change Notification",
    resources: [`arn:aws:ec2:us-east-1:123456789012:instance/${instanceId}`],
    detail: { "instance-id": instanceId, state },
  };
}

/**
 * The example of a single metric alarm in the CloudWatch user guide, "Alarm events and EventBridge", of another alarm and
 * state.
 */
export function alarmEvent(alarmName: string, value: "OK" | "ALARM" | "INSUFFICIENT_DATA"): AwsEvent {
  return {
    source: "aws.cloudwatch",
    "detail-type": "CloudWatch Alarm State Change",
    resources: [`arn:aws:cloudwatch:us-east-1:123456789012:alarm:${alarmName}`],
    detail: {
      alarmName,
      configuration: {
        description: "Goes into alarm when server CPU utilization is too high!",
        metrics: [
          {
            id: "30b6c6b2-a864-43a2-4877-c09a1afc3b87",
            metricStat: {
              metric: {
                dimensions: { InstanceId: "i-12345678901234567" },
                name: "CPUUtilization",
                namespace: "AWS/EC2",
              },
              period: 300,
              stat: "Average",
            },
            returnData: true,
          },
        ],
      },
      previousState: {
        reason:
          "Threshold Crossed: 1 out of the last 1 datapoints [0.0666851903306472 (01/10/19 13:46:00)] was not greater than the threshold (50.0) (minimum 1 datapoint for ALARM -> OK transition).",
        timestamp: "2019-10-01T13:56:40.987+0000",
        value: value === "OK" ? "ALARM" : "OK",
      },
      state: {
        reason:
          "Threshold Crossed: 1 out of the last 1 datapoints [99.50160229693434 (02/10/19 16:59:00)] was greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition).",
        timestamp: "2019-10-02T17:04:40.989+0000",
        value,
      },
    },
  };
}
