import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Fn } from "cdktf";
import { Construct } from "constructs";

export interface HeartbeatProps {
  /** The dashboard's name, unique in the account. */
  readonly name: string;
  readonly region: string;
  /** The namespace of the hosts' metrics. */
  readonly namespace: string;
  /** The hosts' role. */
  readonly role: string;
  /** The hosts' instance ids, by what people call them, such as `nat-b`. */
  readonly instanceIds: Readonly<Record<string, string>>;
}

/**
 * Lets hosts write into the namespace of their metrics, and into no other, and shows these on a dashboard. $0.30 a month
 * for each metric beyond an account's first ten, of which each host has five; an account's first three dashboards are free.
 */
export class Heartbeat extends Construct {
  constructor(scope: Construct, id: string, props: HeartbeatProps) {
    super(scope, id);
    this.allowMetrics(props);
    this.createDashboard(props);
  }

  private allowMetrics({ role, namespace }: HeartbeatProps): void {
    new IamRolePolicy(this, "heartbeat", {
      role,
      name: "heartbeat",
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "cloudwatch:PutMetricData",
            // The action knows no resources; this condition is what names where it may write.
            Resource: "*",
            Condition: { StringEquals: { "cloudwatch:namespace": namespace } },
          },
        ],
      }),
    });
  }

  private createDashboard({ name, region, namespace, instanceIds }: HeartbeatProps): void {
    const widgets = GRAPHS.map(({ metric, title, stat, own = true }, index) => ({
      type: "metric",
      x: (index % 2) * 12,
      y: Math.floor(index / 2) * 6,
      width: 12,
      height: 6,
      properties: {
        title,
        region,
        stat,
        period: own ? 60 : 300,
        metrics: Object.entries(instanceIds).map(([label, id]) => [
          own ? namespace : "AWS/EC2",
          metric,
          "InstanceId",
          id,
          { label },
        ]),
      },
    }));
    new CloudwatchDashboard(this, "Dashboard", {
      dashboardName: name,
      // Terraform writes the JSON: cdktf's HCL cannot quote a text that has both quotes and references in it.
      dashboardBody: Fn.jsonencode({ widgets }),
    });
  }
}

interface Graph {
  readonly metric: string;
  readonly title: string;
  readonly stat: string;
  /** Whether the host sends it; else EC2 does, for nothing. @default true */
  readonly own?: false;
}

const GRAPHS: readonly Graph[] = [
  { metric: "Probe", title: "Way out: 1 through, 0 not", stat: "Minimum" },
  { metric: "ConnectionTableUsed", title: "Connection table in use, %", stat: "Maximum" },
  { metric: "AllowancesExceeded", title: "Packets beyond what the instance type allows", stat: "Sum" },
  { metric: "PacketsRefused", title: "Packets that the host's firewall refused", stat: "Sum" },
  { metric: "MemoryAvailable", title: "Memory left, MB", stat: "Minimum" },
  { metric: "NetworkOut", title: "Bytes sent, both ways together", stat: "Sum", own: false },
];
