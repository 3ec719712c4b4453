import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { NetworkInterfaceAttachmentA } from "@cdktf/provider-aws/lib/network-interface-attachment";
import { EnvironmentInput } from "../../lib/config/schema";
import { natHostUserData } from "../../lib/nat-host/user-data";
import { PER_ZONE, THREE_ZONES, crossStack } from "../stacks/examples";
import { synthesize, testEnvironment } from "../support/synthesize";

function natHosts(changes: Partial<EnvironmentInput> = {}) {
  const synthesized = synthesize(testEnvironment(changes));
  return { file: synthesized.file("nat-instance"), ...synthesized.json("nat-instance") };
}

describe("a NAT host", () => {
  const { file, resource } = natHosts();

  it("is a t4g.nano whose interface #0 is in the public subnet", () => {
    expect(file).toHaveResourceWithProperties(Instance, {
      instance_type: "t4g.nano",
      subnet_id: crossStack("network", "aws_subnet.public_b.id"),
    });
  });

  it("has a interface #1 in the private subnet that takes what is addressed to others", () => {
    expect(file).toHaveResourceWithProperties(NetworkInterface, {
      subnet_id: crossStack("network", "aws_subnet.private_b.id"),
      source_dest_check: false,
    });
  });

  it("leaves the check on interface #0 on", () => {
    expect(resource.aws_instance.nat_b.source_dest_check ?? true).toBe(true);
  });

  it("has interface #1 attached at device index 1, and no network interface named in the instance itself", () => {
    expect(file).toHaveResourceWithProperties(NetworkInterfaceAttachmentA, {
      instance_id: "${aws_instance.nat_b.id}",
      network_interface_id: "${aws_network_interface.nat_b_card1.id}",
      device_index: 1,
    });
    const { nat_b } = resource.aws_instance;
    expect(Object.keys(nat_b).filter((key) => key.includes("network_interface"))).toEqual([]);
    expect(resource.aws_network_interface.nat_b_card1).not.toHaveProperty("attachment");
  });

  it("has an Elastic IP on interface #0, by the network interface's id", () => {
    expect(file).toHaveResourceWithProperties(Eip, {
      domain: "vpc",
      network_interface: "${aws_instance.nat_b.primary_network_interface_id}",
    });
    expect(resource.aws_eip.nat_b).not.toHaveProperty("instance");
  });

  it("is replaced when its user data changes, and only the host", () => {
    expect(file).toHaveResourceWithProperties(Instance, { user_data_replace_on_change: true });
    for (const survivor of [resource.aws_network_interface.nat_b_card1, resource.aws_eip.nat_b]) {
      expect(survivor).not.toHaveProperty("lifecycle");
    }
    // Interface #1 outlives the host because it does not refer to it.
    expect(JSON.stringify(resource.aws_network_interface)).not.toContain("aws_instance");
  });
});

describe("a NAT host's CPU credits", () => {
  it.each(["standard", "unlimited"] as const)("are %s when the environment says so", (creditMode) => {
    expect(natHosts({ nat: { creditMode } }).file).toHaveResourceWithProperties(Instance, {
      credit_specification: { cpu_credits: creditMode },
    });
  });

  it("are unlimited by default, as EC2's own default is", () => {
    expect(natHosts().resource.aws_instance.nat_b.credit_specification).toEqual({ cpu_credits: "unlimited" });
  });

  it.each(["c7gn.medium", "m7g.large"])("are not written for %s, which has none", (instanceType) => {
    const { nat_b } = natHosts({ nat: { instanceType } }).resource.aws_instance;
    expect(nat_b.instance_type).toBe(instanceType);
    expect(nat_b).not.toHaveProperty("credit_specification");
  });
});

describe("a NAT host's user data", () => {
  it.each([
    ["a", "10.8.2.0/24"],
    ["b", "10.8.4.0/24"],
    ["c", "10.8.6.0/24"],
  ])("in zone %s knows the VPC's range and its own subnet, %s", (letter, privateCidr) => {
    expect(userData(PER_ZONE, `nat_${letter}`)).toBe(
      natHostUserData({
        privateInterfaceMac: `\${aws_network_interface.nat_${letter}_card1.mac_address}`,
        vpcCidrs: ["10.8.0.0/16"],
        privateCidr,
      }),
    );
  });

  it("does not change with the zones: neither a new one nor hosts of their own replace it", () => {
    const { zones, ...others } = THREE_ZONES;
    const fewer = { ...others, zones: zones!.slice(0, 2) };
    const [before, more, each] = [fewer, THREE_ZONES, PER_ZONE].map((changes) => userData(changes, "nat_a"));
    expect(more).toBe(before);
    expect(each).toBe(before);
  });

  function userData(changes: Partial<EnvironmentInput>, host: string): string {
    return natHosts(changes).resource.aws_instance[host].user_data;
  }
});
