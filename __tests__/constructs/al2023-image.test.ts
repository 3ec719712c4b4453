import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami";
import { EnvironmentInput } from "../../lib/config/schema";
import { Synthesized, synthesize, testEnvironment } from "../support/synthesize";

const STACKS_WITH_INSTANCES = ["nat-instance", "private-instances"] as const;

function withAmi(changes: Partial<EnvironmentInput>): Synthesized {
  return synthesize(testEnvironment(changes));
}

describe.each(STACKS_WITH_INSTANCES)("the machine image of %s", (stack) => {
  const amis = (synthesized: Synthesized) =>
    Object.values<any>(synthesized.json(stack).resource.aws_instance).map(({ ami }) => ami);

  it("is Amazon's newest Amazon Linux 2023 for arm64, of one kernel series", () => {
    const synthesized = withAmi({});
    expect(synthesized.file(stack)).toHaveDataSourceWithProperties(DataAwsAmi, {
      owners: ["amazon"],
      most_recent: true,
      filter: [
        { name: "name", values: ["al2023-ami-2023.*-kernel-6.18-arm64"] },
        { name: "architecture", values: ["arm64"] },
        { name: "virtualization-type", values: ["hvm"] },
        { name: "state", values: ["available"] },
      ],
    });
    expect(new Set(amis(synthesized))).toEqual(new Set(["${data.aws_ami.al2023.id}"]));
  });

  it("is of the architecture that the environment names", () => {
    const synthesized = withAmi({
      ami: { architecture: "x86_64" },
      nat: { instanceType: "t3.nano" },
      privateInstances: { instanceType: "t3.nano" },
    });
    expect(synthesized.file(stack)).toHaveDataSourceWithProperties(DataAwsAmi, {
      filter: expect.arrayContaining([
        { name: "name", values: ["al2023-ami-2023.*-kernel-6.18-x86_64"] },
        { name: "architecture", values: ["x86_64"] },
      ]),
    });
  });

  it("is found by another pattern and owner when the environment names them", () => {
    const synthesized = withAmi({ ami: { pattern: "hardened-*", owner: "123456789012" } });
    expect(synthesized.file(stack)).toHaveDataSourceWithProperties(DataAwsAmi, {
      owners: ["123456789012"],
      filter: expect.arrayContaining([{ name: "name", values: ["hardened-*"] }]),
    });
  });

  it("is the fixed one when the environment names one, and nothing is looked up", () => {
    const synthesized = withAmi({ ami: { id: "ami-0123456789abcdef0" } });
    expect(new Set(amis(synthesized))).toEqual(new Set(["ami-0123456789abcdef0"]));
    expect(synthesized.json(stack).data).not.toHaveProperty("aws_ami");
  });
});
