import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { THREE_ZONES, crossStack } from "../stacks/examples";
import { synthesize, testEnvironment } from "../support/synthesize";

describe("the Systems Manager endpoints", () => {
  const synthesized = synthesize(testEnvironment(THREE_ZONES));
  const file = synthesized.file("private-instances");
  const { resource } = synthesized.json("private-instances");

  it.each(["ssm", "ssmmessages", "ec2messages"])("have one for %s in every private subnet", (service) => {
    expect(file).toHaveResourceWithProperties(VpcEndpoint, {
      service_name: `com.amazonaws.eu-central-1.${service}`,
      vpc_endpoint_type: "Interface",
      vpc_id: crossStack("network", "aws_vpc.vpc.id"),
      subnet_ids: ["a", "b", "c"].map((letter) => crossStack("network", `aws_subnet.private_${letter}.id`)),
      security_group_ids: ["${aws_security_group.endpoints.id}"],
      private_dns_enabled: true,
    });
  });

  it("are these three and no more", () => {
    expect(Object.keys(resource.aws_vpc_endpoint)).toHaveLength(3);
  });

  it("take HTTPS from the VPC and nothing else", () => {
    expect(file).toHaveResourceWithProperties(SecurityGroup, {
      name: "endpoints",
      vpc_id: crossStack("network", "aws_vpc.vpc.id"),
    });
    expect(file).toHaveResourceWithProperties(VpcSecurityGroupIngressRule, {
      security_group_id: "${aws_security_group.endpoints.id}",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
      cidr_ipv4: "10.8.0.0/16",
    });
    expect(Object.keys(resource.aws_vpc_security_group_ingress_rule)).toHaveLength(1);
  });

  it("are the region's", () => {
    const elsewhere = synthesize(testEnvironment({ region: "us-east-1", zones: ["us-east-1a"] }));
    expect(elsewhere.file("private-instances")).toHaveResourceWithProperties(VpcEndpoint, {
      service_name: "com.amazonaws.us-east-1.ssm",
    });
  });
});
