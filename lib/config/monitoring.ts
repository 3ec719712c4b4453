import { z } from "zod";
import { Known, Problem } from "./problems";

/**
 * How AWS and people learn that a NAT host is ill. Without NAT hosts they are for nothing, and taken all the same: another
 * way out is a change of one word.
 */
export const monitoringFields = {
  /**
   * `alarms`: CloudWatch recovers a NAT host whose hardware is ill, reboots one that hangs, and watches its CPU credits.
   * `heartbeat`: each host also says every minute how it is, and silence is an alarm; five metrics a host, at $0.30 each
   * beyond an account's first ten. `off`: neither.
   *
   * @default "alarms"
   */
  monitoring: z.enum(["off", "alarms", "heartbeat"]).default("alarms"),

  /**
   * An SNS topic that exists already, in the environment's region, which the alarms are told to.
   *
   * @default - nobody is told, and the alarms heal all the same
   */
  alarmTopicArn: z
    .string()
    .regex(
      /^arn:aws:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
      'is not the ARN of a standard SNS topic; write one like "arn:aws:sns:eu-central-1:123456789012:alarms"',
    )
    .optional(),

  /**
   * Whom an SNS topic of the stacks' own writes to. AWS asks there first whether that is wanted.
   *
   * @default - no topic is made
   */
  alarmEmail: z.email('is not an e-mail address; write one like "platform@example.com"').optional(),
};

type Fields = Known<{
  monitoring: string;
  alarmTopicArn?: string;
  alarmEmail?: string;
  region: string;
}>;

/** Problems of whom alarms are told to, when there is nothing to tell or two places for it. */
export function monitoringProblems(fields: Fields): Problem[] {
  const { monitoring, alarmTopicArn, alarmEmail } = fields;
  const told = (["alarmTopicArn", "alarmEmail"] as const).filter((field) => fields[field]);
  if (monitoring === "off") {
    return told.map((field) => ({
      path: [field],
      message: 'is for alarms, and monitoring is "off"; remove it',
    }));
  }
  if (alarmTopicArn && alarmEmail) {
    return [
      {
        path: ["alarmEmail"],
        message: "is for a topic of the stacks' own, and alarmTopicArn names another; keep one of the two",
      },
    ];
  }
  return regionProblems(fields);
}

/** An alarm tells topics of its own region alone (CloudWatch user guide, "Notifying users on alarm changes"). */
function regionProblems({ alarmTopicArn, region }: Fields): Problem[] {
  if (!alarmTopicArn || !region) return [];
  const its = alarmTopicArn.split(":")[3]!;
  if (its === region) return [];
  const message = `is of ${its}, and the alarms are in ${region}; name a topic there`;
  return [{ path: ["alarmTopicArn"], value: alarmTopicArn, message }];
}

/** Where the NAT hosts' metrics are: an environment's hosts may write into their own and into no other. */
export function heartbeatNamespace({ project, name }: { project: string; name: string }): string {
  return `NatHost/${project}-${name}`;
}
