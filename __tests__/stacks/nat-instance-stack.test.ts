import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { EnvironmentInput } from "../../lib/config/schema";
import { synthesize, testEnvironment } from "../support/synthesize";
import { PER_ZONE, SSH, THREE_ZONES, crossStack } from "./examples";

function natInstance(changes: Partial<EnvironmentInput>) {
  const synthesized = synthesize(testEnvironment(changes));
  return { file: synthesized.file("nat-instance"), ...synthesized.json("nat-instance") };
}

describe("the NAT instance's security group", () => {
  const { file, resource } = natInstance({});

  it("is called NAT and lies in the VPC", () => {
    expect(file).toHaveResourceWithProperties(SecurityGroup, {
      name: "NAT",
      vpc_id: crossStack("network", "aws_vpc.vpc.id"),
    });
    expect(Object.keys(resource.aws_security_group)).toEqual(["nat"]);
  });

  it("lets everything out, over any protocol", () => {
    expect(file).toHaveResourceWithProperties(VpcSecurityGroupEgressRule, {
      security_group_id: "${aws_security_group.nat.id}",
      ip_protocol: "-1",
      cidr_ipv4: "0.0.0.0/0",
    });
  });

  it("lets nothing in of its own", () => {
    expect(resource.aws_security_group.nat).not.toHaveProperty("ingress");
    expect(Object.keys(resource).filter((type) => type.includes("ingress"))).toEqual([]);
  });

  it("is worn by both of the host's network interfaces", () => {
    const groups = ["${aws_security_group.nat.id}"];
    expect(file).toHaveResourceWithProperties(Instance, { vpc_security_group_ids: groups });
    expect(file).toHaveResourceWithProperties(NetworkInterface, { security_groups: groups });
  });
});

describe("the NAT instance's own way to Systems Manager", () => {
  it("is a profile that the host wears, named after project and environment", () => {
    const { file, resource } = natInstance({ project: "shop" });
    expect(file).toHaveResourceWithProperties(IamInstanceProfile, { name: "shop-test-nat" });
    expect(file).toHaveResourceWithProperties(Instance, {
      iam_instance_profile: "${aws_iam_instance_profile.nat_profile.name}",
    });
    expect(Object.keys(resource.aws_iam_role)).toEqual(["nat_profile"]);
  });
});

describe("where the NAT hosts stand", () => {
  const parts = ["aws_instance", "aws_eip", "aws_network_interface_attachment"];

  it.each([
    ["one zone", {}, ["nat_b"]],
    ["three zones and one host", THREE_ZONES, ["nat_a"]],
    ["three zones and a host in each", PER_ZONE, ["nat_a", "nat_b", "nat_c"]],
  ])("%s", (_, changes: Partial<EnvironmentInput>, hosts) => {
    const { resource } = natInstance(changes);
    for (const part of parts) expect(Object.keys(resource[part])).toEqual(hosts);
    expect(Object.keys(resource.aws_network_interface)).toEqual(hosts.map((host) => `${host}_card1`));
    for (const host of hosts) {
      const letter = host.slice(-1);
      const subnet = (tier: string) => crossStack("network", `aws_subnet.${tier}_${letter}.id`);
      expect(resource.aws_instance[host].subnet_id).toBe(subnet("public"));
      expect(resource.aws_network_interface[`${host}_card1`].subnet_id).toBe(subnet("private"));
    }
  });

  it("shares one group, profile and image among the hosts", () => {
    const { resource, data } = natInstance(PER_ZONE);
    for (const type of ["aws_security_group", "aws_iam_role", "aws_iam_instance_profile"]) {
      expect(Object.keys(resource[type])).toHaveLength(1);
    }
    expect(Object.keys(data.aws_ami)).toEqual(["al2023"]);
  });
});

describe("SSH to the NAT hosts", () => {
  it("is off by default: no key pair, no key on the host, no open port", () => {
    const { resource } = natInstance({});
    expect(Object.keys(resource).filter((type) => /key_pair|ingress/.test(type))).toEqual([]);
    expect(resource.aws_instance.nat_b).not.toHaveProperty("key_name");
  });

  it("gives every host the key pair when it is asked for", () => {
    const { resource } = natInstance({ ...PER_ZONE, ssh: SSH });
    expect(resource.aws_key_pair.ssh.key_name).toBe("nat-instance-test-nat");
    for (const host of ["nat_a", "nat_b", "nat_c"]) {
      expect(resource.aws_instance[host].key_name).toBe("${aws_key_pair.ssh.key_name}");
    }
  });

  it("opens port 22 in the NAT hosts' group alone", () => {
    const synthesized = synthesize(testEnvironment({ ssh: SSH }));
    const rules = Object.values<any>(
      synthesized.json("nat-instance").resource.aws_vpc_security_group_ingress_rule,
    );
    expect(rules.map((rule) => rule.security_group_id)).toEqual(
      SSH.allowedCidrs.map(() => "${aws_security_group.nat.id}"),
    );
    for (const stack of ["network", "private-instances", "routes"] as const) {
      expect(JSON.stringify(synthesized.json(stack))).not.toMatch(/"(from|to)_port":22\b|aws_key_pair/);
    }
  });
});

describe("the NAT instance stack's outputs", () => {
  it("say, for each zone with a host, what a person wants to know of it", () => {
    const { output } = natInstance(PER_ZONE);
    const named = Object.entries<any>(output).filter(([name]) => !name.startsWith("cross-stack-output-"));
    const byZone = (value: (host: string) => string) =>
      Object.fromEntries(["a", "b", "c"].map((letter) => [`eu-central-1${letter}`, value(`nat_${letter}`)]));
    expect(Object.fromEntries(named.map(([name, { value }]) => [name, value]))).toEqual({
      nat_security_group_id: "${aws_security_group.nat.id}",
      nat_public_ip: byZone((host) => `\${aws_eip.${host}.public_ip}`),
      nat_instance_id: byZone((host) => `\${aws_instance.${host}.id}`),
      nat_private_ip: byZone((host) => `\${aws_network_interface.${host}_card1.private_ip}`),
      nat_ami: byZone((host) => `\${aws_instance.${host}.ami}`),
      nat_start_session: byZone(
        (host) => `aws ssm start-session --region eu-central-1 --target \${aws_instance.${host}.id}`,
      ),
    });
    const byZones = named.filter(([name]) => name !== "nat_security_group_id");
    for (const [, { description }] of byZones) expect(description).toMatch(/zone$/);
  });

  it("name the first zone alone when one host serves all", () => {
    const { output } = natInstance(THREE_ZONES);
    expect(output.nat_public_ip.value).toEqual({ "eu-central-1a": "${aws_eip.nat_a.public_ip}" });
  });
});
