import { z } from "zod";
import { Nat, natHostsOf } from "./nat";
import { Known, Problem } from "./problems";

/** How AWS and people learn that a NAT host is ill. For nothing where there are no NAT hosts. */
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
  nat: Nat;
}>;

/** Problems of whom alarms are told to, and of a heartbeat that nothing beats. */
export function monitoringProblems(fields: Fields): Problem[] {
  const { monitoring, alarmTopicArn, alarmEmail, nat } = fields;
  const told = (["alarmTopicArn", "alarmEmail"] as const).filter((field) => fields[field] !== undefined);
  const forNothing = (why: string): Problem[] =>
    told.map((field) => ({ path: [field], message: `${why}; remove it` }));
  if (monitoring === "off") return forNothing('is for alarms, and monitoring is "off"');
  if (nat && nat.kind !== null && !natHostsOf(nat as Nat)) {
    const heartbeat = { path: ["monitoring"], value: "heartbeat", message: `${NO_HOSTS}; remove it` };
    return [...(monitoring === "heartbeat" ? [heartbeat] : []), ...forNothing(NO_HOSTS)];
  }
  if (alarmTopicArn !== undefined && alarmEmail !== undefined) {
    return [
      {
        path: ["alarmEmail"],
        message: "is for a topic of the stacks' own, and alarmTopicArn names another; keep one of the two",
      },
    ];
  }
  return regionProblems(fields);
}

const NO_HOSTS = "is for NAT hosts, which there are none of";

/** An alarm tells topics of its own region alone (CloudWatch user guide, "Notifying users on alarm changes"). */
function regionProblems({ alarmTopicArn, region }: Fields): Problem[] {
  if (!alarmTopicArn || !region) return [];
  const its = alarmTopicArn.split(":")[3]!;
  if (its === region) return [];
  const message = `is of ${its}, and the alarms are in ${region}; name a topic there`;
  return [{ path: ["alarmTopicArn"], value: alarmTopicArn, message }];
}
