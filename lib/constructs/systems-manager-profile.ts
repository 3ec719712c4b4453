import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";

export interface SystemsManagerProfileProps {
  /** The role's and the profile's name, unique in the account. */
  readonly name: string;
  readonly description: string;
}

/**
 * An instance profile with AWS's own policy for Systems Manager, and no other. Mind that the policy lets every process on
 * the instance read the region's Parameter Store, secure strings under keys of your own excepted.
 */
export class SystemsManagerProfile extends Construct {
  /** The profile's name, for an instance's `iamInstanceProfile`. */
  readonly name: string;
  readonly roleName: string;

  constructor(scope: Construct, id: string, { name, description }: SystemsManagerProfileProps) {
    super(scope, id);
    const role = new IamRole(this, "Role", { name, description, assumeRolePolicy: EC2_MAY_ASSUME });
    new IamRolePolicyAttachment(this, "PolicyAttachment", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
    this.roleName = role.name;
    this.name = new IamInstanceProfile(this, "InstanceProfile", { name, role: role.name }).name;
  }
}

const EC2_MAY_ASSUME = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
