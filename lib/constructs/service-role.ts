import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Fn } from "cdktf";
import { Construct } from "constructs";

export interface ServiceRoleProps {
  /** Unique in the account. */
  readonly name: string;
  readonly description: string;
  /** Who may assume it, such as `states.amazonaws.com`. */
  readonly service: string;
  /** What it may do, each action with the resources for it. */
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly actions: readonly string[];
  /** ARNs, or `*`. */
  readonly resources: readonly string[];
}

/** Makes a role that one of AWS's services assumes, and that may do what is listed and nothing else. */
export class ServiceRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, description, service, statements }: ServiceRoleProps) {
    super(scope, id);
    const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
    const role = new IamRole(this, "Role", {
      name,
      description,
      assumeRolePolicy: JSON.stringify(policy([trust])),
    });
    const allowed = statements
      .filter(({ resources }) => resources.length > 0)
      .map(({ actions, resources }) => ({ Effect: "Allow", Action: actions, Resource: resources }));
    new IamRolePolicy(this, "Policy", {
      role: role.name,
      name,
      // Terraform writes the JSON: cdktf's HCL cannot quote a text that has both quotes and references in it.
      policy: Fn.jsonencode(policy(allowed)),
    });
    this.arn = role.arn;
  }
}

function policy(statements: readonly object[]) {
  return { Version: "2012-10-17", Statement: statements };
}
