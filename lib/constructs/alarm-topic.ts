import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";

export interface AlarmTopicProps {
  /** The topic's name, unique in the account and region. */
  readonly name: string;
  /** Whom it writes to, once they have said yes to AWS's question there. */
  readonly email: string;
}

/**
 * Makes an SNS topic that writes to an address. The first thousand mails a month are free.
 *
 * It is not encrypted: CloudWatch may not use AWS's own key of SNS, a key of one's own is $1 a month, and what an alarm
 * says is the names of a host and a metric. Its policy is AWS's default, by which the account's own alarms may publish.
 */
export class AlarmTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, email }: AlarmTopicProps) {
    super(scope, id);
    this.arn = new SnsTopic(this, "Topic", { name }).arn;
    new SnsTopicSubscription(this, "Email", { topicArn: this.arn, protocol: "email", endpoint: email });
  }
}
