import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Fn } from "cdktf";
import { Construct } from "constructs";

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
    const { name } = props;
    const machine = new SfnStateMachine(this, "failover", {
      name,
      roleArn: this.createRole(props),
      definition: JSON.stringify(JSON.parse(readFileSync(DEFINITION, "utf8"))),
    });
    this.arn = machine.arn;
    const start = new IamRole(this, "failover_start", {
      name: `${name}-start`,
      description: "EventBridge, to start the failover",
      assumeRolePolicy: mayAssume("events.amazonaws.com"),
    });
    new IamRolePolicy(this, "failover_start_policy", {
      role: start.name,
      name: "start",
      policy: Fn.jsonencode(policy([allow("states:StartExecution", [machine.arn])])),
    });
    this.startRoleArn = start.arn;
  }

  private createRole({ name, routeTableArns, parameterArns, topicArn }: RouteMoverProps): string {
    const role = new IamRole(this, "failover_role", {
      name,
      description: "The failover, to move the private default routes",
      assumeRolePolicy: mayAssume("states.amazonaws.com"),
    });
    new IamRolePolicy(this, "failover_role_policy", {
      role: role.name,
      name: "move-routes",
      policy: Fn.jsonencode(
        policy([
          // EC2's know no resources, and an alarm may be gone.
          allow(["ec2:DescribeInstanceStatus", "ec2:DescribeRouteTables", "cloudwatch:DescribeAlarms"], "*"),
          ...(routeTableArns.length > 0 ? [allow("ec2:ReplaceRoute", routeTableArns)] : []),
          ...(parameterArns.length > 0 ? [allow("ssm:PutParameter", parameterArns)] : []),
          ...(topicArn === undefined ? [] : [allow("sns:Publish", [topicArn])]),
        ]),
      ),
    });
    return role.arn;
  }
}

const DEFINITION = join(__dirname, "move-routes.asl.json");

function mayAssume(service: string): string {
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  return JSON.stringify(policy([statement]));
}

function allow(action: string | readonly string[], resource: string | readonly string[]) {
  return { Effect: "Allow", Action: action, Resource: resource };
}

function policy(statements: readonly object[]) {
  return { Version: "2012-10-17", Statement: statements };
}
