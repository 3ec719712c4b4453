import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { EnvironmentInput } from "../../lib/config/schema";
import { synthesize, testEnvironment } from "../support/synthesize";
import { THREE_ZONES, crossStack } from "./examples";

function privateInstances(changes: Partial<EnvironmentInput>) {
  const synthesized = synthesize(testEnvironment(changes));
  return { file: synthesized.file("private-instances"), ...synthesized.json("private-instances") };
}

describe("the private instances", () => {
  const { file, resource } = privateInstances({});

  it("are two t4g.nano in the private subnet by default", () => {
    expect(Object.keys(resource.aws_instance)).toEqual(["private_0", "private_1"]);
    for (const instance of Object.values<any>(resource.aws_instance)) {
      expect(instance.instance_type).toBe("t4g.nano");
      expect(instance.subnet_id).toBe(crossStack("network", "aws_subnet.private_b.id"));
    }
  });

  it("get no public address: none asked for, no Elastic IP", () => {
    for (const instance of Object.values<any>(resource.aws_instance)) {
      expect(instance.associate_public_ip_address ?? false).toBe(false);
    }
    expect(resource).not.toHaveProperty("aws_eip");
  });

  it("wear a profile for Systems Manager, named after project and environment", () => {
    expect(file).toHaveResourceWithProperties(IamInstanceProfile, { name: "nat-instance-test-private" });
    for (const instance of Object.values<any>(resource.aws_instance)) {
      expect(instance.iam_instance_profile).toBe("${aws_iam_instance_profile.private_profile.name}");
    }
  });

  it("are in the group Private, which lets everything out and nothing in", () => {
    expect(file).toHaveResourceWithProperties(SecurityGroup, {
      name: "Private",
      vpc_id: crossStack("network", "aws_vpc.vpc.id"),
    });
    expect(file).toHaveResourceWithProperties(VpcSecurityGroupEgressRule, {
      security_group_id: "${aws_security_group.private.id}",
      ip_protocol: "-1",
      cidr_ipv4: "0.0.0.0/0",
    });
    for (const instance of Object.values<any>(resource.aws_instance)) {
      expect(instance.vpc_security_group_ids).toEqual(["${aws_security_group.private.id}"]);
    }
    const rules = Object.values<any>(resource.aws_vpc_security_group_ingress_rule);
    expect(rules.map((rule) => rule.security_group_id)).toEqual(["${aws_security_group.endpoints.id}"]);
  });

  it("run the image that the stack looks up, without user data or a key", () => {
    expect(file).toHaveResourceWithProperties(Instance, { ami: "${data.aws_ami.al2023.id}" });
    for (const instance of Object.values<any>(resource.aws_instance)) {
      expect(Object.keys(instance).filter((key) => /user_data|key_name/.test(key))).toEqual([]);
    }
  });

  it("are spread over the zones in turn", () => {
    const { resource } = privateInstances({ ...THREE_ZONES, privateInstances: { count: 4 } });
    const subnets = Object.values<any>(resource.aws_instance).map(({ subnet_id }) => subnet_id);
    expect(subnets).toEqual(
      ["a", "b", "c", "a"].map((letter) => crossStack("network", `aws_subnet.private_${letter}.id`)),
    );
  });

  it("are of the type and number that the environment says", () => {
    const { resource } = privateInstances({ privateInstances: { count: 1, instanceType: "m7g.large" } });
    expect(Object.keys(resource.aws_instance)).toEqual(["private_0"]);
    expect(resource.aws_instance.private_0.instance_type).toBe("m7g.large");
  });

  it("may be none at all", () => {
    const { resource, output } = privateInstances({ privateInstances: { count: 0 } });
    expect(resource).not.toHaveProperty("aws_instance");
    expect(output.private_instance_ids.value).toEqual([]);
  });
});

describe("the private instances' way to Systems Manager", () => {
  it("is through endpoints by default", () => {
    const { resource } = privateInstances({});
    expect(Object.keys(resource.aws_vpc_endpoint)).toHaveLength(3);
  });

  it("is through the NAT host when the endpoints are off, and nothing is left of them", () => {
    const { resource } = privateInstances({ endpoints: false });
    expect(Object.keys(resource.aws_security_group)).toEqual(["private"]);
    expect(Object.keys(resource).filter((type) => /endpoint|ingress/.test(type))).toEqual([]);
    expect(Object.keys(resource.aws_instance)).toHaveLength(2);
  });
});

describe("the private instances stack's outputs", () => {
  it("list the instances' ids, addresses and session commands in the instances' order", () => {
    const { output } = privateInstances({ privateInstances: { count: 3 } });
    const named = Object.entries<any>(output).filter(([name]) => !name.startsWith("cross-stack-output-"));
    const each = (value: (instance: string) => string) =>
      ["private_0", "private_1", "private_2"].map((name) => value(`aws_instance.${name}`));
    expect(Object.fromEntries(named.map(([name, { value }]) => [name, value]))).toEqual({
      private_instance_ids: each((instance) => `\${${instance}.id}`),
      private_instance_ips: each((instance) => `\${${instance}.private_ip}`),
      private_security_group_id: "${aws_security_group.private.id}",
      private_start_session: each(
        (instance) => `aws ssm start-session --region eu-central-1 --target \${${instance}.id}`,
      ),
    });
    for (const [, { description }] of named) expect(description).toMatch(/private instance/);
  });
});
