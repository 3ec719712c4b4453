import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Construct } from "constructs";
import { ServiceRole } from "../service-role";

export interface RouteMoverProps {
  /** The state machine's name, and the start of its roles' names, unique in the account. */
  readonly name: string;
  /** The route tables whose routes it may replace. */
  readonly routeTableArns: readonly string[];
  /** The parameters that it may write. */
  readonly parameterArns: readonly string[];

  /**
   * The SNS topic that it may publish to.
   *
   * @default - none
   */
  readonly topicArn?: string;
}

/**
 * Makes the Step Functions state machine that moves routes (`move-routes.asl.json`), its role, and the role by which
 * EventBridge starts it. It reads the state of hosts, alarms and route tables, replaces routes in the given tables, and may
 * do nothing else.
 */
export class RouteMover extends Construct {
  readonly arn: string;
  /** Of the role that may start it. */
  readonly startRoleArn: string;

  constructor(scope: Construct, id: string, props: RouteMoverProps) {
    super(scope, id);
    this.arn = new SfnStateMachine(this, "Machine", {
      name: props.name,
      roleArn: this.createRole(props),
      definition: JSON.stringify(JSON.parse(readFileSync(DEFINITION, "utf8"))),
    }).arn;
    this.startRoleArn = new ServiceRole(this, "start", {
      name: `${props.name}-start`,
      description: "EventBridge, to start the failover",
      service: "events.amazonaws.com",
      statements: [{ actions: ["states:StartExecution"], resources: [this.arn] }],
    }).arn;
  }

  private createRole({ name, routeTableArns, parameterArns, topicArn }: RouteMoverProps): string {
    return new ServiceRole(this, "Moves", {
      name,
      description: "The failover, to move the private default routes",
      service: "states.amazonaws.com",
      statements: [
        // EC2's know no resources, and an alarm may be gone.
        {
          actions: ["ec2:DescribeInstanceStatus", "ec2:DescribeRouteTables", "cloudwatch:DescribeAlarms"],
          resources: ["*"],
        },
        { actions: ["ec2:ReplaceRoute"], resources: routeTableArns },
        { actions: ["ssm:PutParameter"], resources: parameterArns },
        { actions: ["sns:Publish"], resources: topicArn === undefined ? [] : [topicArn] },
      ],
    }).arn;
  }
}

const DEFINITION = join(__dirname, "move-routes.asl.json");
