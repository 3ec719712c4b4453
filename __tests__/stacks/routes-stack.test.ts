import { Route } from "@cdktf/provider-aws/lib/route";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { EnvironmentInput } from "../../lib/config/schema";
import { synthesize, testEnvironment } from "../support/synthesize";
import { PER_ZONE, SSH, THREE_ZONES, crossStack } from "./examples";

describe("the private default route", () => {
  it.each([
    ["of the only zone leads to its host's interface #1", {}, { b: "b" }],
    [
      "of every zone leads to the first zone's host when there is one",
      THREE_ZONES,
      { a: "a", b: "a", c: "a" },
    ],
    ["of each zone leads to that zone's host when each has one", PER_ZONE, { a: "a", b: "b", c: "c" }],
  ])("%s", (_, changes: Partial<EnvironmentInput>, hostOf: Record<string, string>) => {
    const synthesized = synthesize(testEnvironment(changes));
    for (const [zone, host] of Object.entries(hostOf)) {
      expect(synthesized.file("routes")).toHaveResourceWithProperties(Route, {
        route_table_id: crossStack("network", `aws_route_table.private_${zone}.id`),
        destination_cidr_block: "0.0.0.0/0",
        network_interface_id: crossStack("nat-instance", `aws_network_interface.nat_${host}_card1.id`),
      });
    }
    const { aws_route } = synthesized.json("routes").resource;
    expect(Object.keys(aws_route)).toHaveLength(Object.keys(hostOf).length);
  });
});

describe("the rule that lets the private tier into the NAT hosts", () => {
  const synthesized = synthesize(testEnvironment({ ssh: SSH }));

  it("names the private instances' group, for every protocol", () => {
    expect(synthesized.file("routes")).toHaveResourceWithProperties(VpcSecurityGroupIngressRule, {
      security_group_id: crossStack("nat-instance", "aws_security_group.nat.id"),
      referenced_security_group_id: crossStack("private-instances", "aws_security_group.private.id"),
      ip_protocol: "-1",
    });
  });

  it("is the stack's only rule and names no address range", () => {
    const { aws_vpc_security_group_ingress_rule: rules } = synthesized.json("routes").resource;
    expect(Object.keys(rules)).toEqual(["nat_from_private"]);
    expect(Object.keys(rules.nat_from_private).filter((key) => key.startsWith("cidr"))).toEqual([]);
  });
});

it("The routes stack holds nothing but routes and that rule", () => {
  const { resource } = synthesize(testEnvironment(PER_ZONE)).json("routes");
  expect(Object.keys(resource)).toEqual(["aws_route", "aws_vpc_security_group_ingress_rule"]);
});
