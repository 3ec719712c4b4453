import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { synthesize, testEnvironment } from "../support/synthesize";

describe.each([
  ["nat-instance", "nat_profile", "nat-instance-test-nat"],
  ["private-instances", "private_profile", "nat-instance-test-private"],
] as const)("the instance profile of %s", (stack, id, name) => {
  const synthesized = synthesize(testEnvironment());
  const file = synthesized.file(stack);
  const { resource } = synthesized.json(stack);
  const role = `\${aws_iam_role.${id}.name}`;

  it("carries a role that EC2 alone may take on", () => {
    expect(file).toHaveResourceWithProperties(IamInstanceProfile, { name, role });
    expect(file).toHaveResourceWithProperties(IamRole, { name });
    expect(JSON.parse(resource.aws_iam_role[id].assume_role_policy)).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
  });

  it("allows what Systems Manager needs and nothing else", () => {
    expect(file).toHaveResourceWithProperties(IamRolePolicyAttachment, {
      role,
      policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
    expect(Object.keys(resource.aws_iam_role_policy_attachment)).toEqual([id]);
    expect(Object.keys(resource).filter((type) => /policy$/.test(type))).toEqual([]);
    expect(Object.keys(resource.aws_iam_role[id]).filter((key) => /polic/.test(key))).toEqual([
      "assume_role_policy",
    ]);
  });
});
