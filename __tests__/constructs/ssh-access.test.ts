import { KeyPair } from "@cdktf/provider-aws/lib/key-pair";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { SSH } from "../stacks/examples";
import { synthesize, testEnvironment } from "../support/synthesize";

function natInstance(allowedCidrs: string[]) {
  const synthesized = synthesize(testEnvironment({ ssh: { ...SSH, allowedCidrs } }));
  return { file: synthesized.file("nat-instance"), ...synthesized.json("nat-instance") };
}

describe("SSH access", () => {
  it("makes a key pair of the public key", () => {
    expect(natInstance(SSH.allowedCidrs).file).toHaveResourceWithProperties(KeyPair, {
      key_name: "nat-instance-test-nat",
      public_key: SSH.publicKey,
    });
  });

  it("opens port 22, and no other, to each range and to no other", () => {
    const { file, resource } = natInstance(SSH.allowedCidrs);
    for (const cidr_ipv4 of SSH.allowedCidrs) {
      expect(file).toHaveResourceWithProperties(VpcSecurityGroupIngressRule, {
        ip_protocol: "tcp",
        from_port: 22,
        to_port: 22,
        cidr_ipv4,
      });
    }
    expect(Object.keys(resource.aws_vpc_security_group_ingress_rule)).toEqual([
      "ssh_from_198_51_100_0_24",
      "ssh_from_203_0_113_7_32",
    ]);
  });

  it("leaves a range's rule as it is when another comes before it", () => {
    const [range] = SSH.allowedCidrs as [string, string];
    const rules = (cidrs: string[]) => natInstance(cidrs).resource.aws_vpc_security_group_ingress_rule;
    expect(rules(["192.0.2.0/24", range])).toMatchObject(rules([range]));
  });
});
