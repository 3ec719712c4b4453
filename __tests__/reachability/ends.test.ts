import { UnknownEndError, explain } from "../../lib/reachability";
import { network, spoiled } from "./networks";

describe("an end", () => {
  const topology = network();
  const sameAs = (to: string) => explain(topology, { from: "private-0", to }).request.at(-1)!.name;

  test("is an instance, a card, an endpoint, an id, an address in Terraform or an IP address", () => {
    const { id, privateIp } = topology.networkInterfaces.find(({ name }) => name === "private-1-card0")!;
    const open = spoiled("private-instances", ({ resource }) => {
      resource.aws_vpc_security_group_ingress_rule.all = {
        security_group_id: "${aws_security_group.private.id}",
        ip_protocol: "-1",
        cidr_ipv4: "10.8.0.0/16",
      };
    });
    for (const to of ["private-1", "private-1-card0", id, "aws_instance.private_1", privateIp]) {
      expect(explain(open, { from: "private-0", to }).request.at(-1)!.name).toBe("private-1-card0");
    }
    expect(sameAs("endpoints-ssm")).toBe("endpoints-ssm-private-b");
  });

  test.each([
    ["privte-0", '"privte-0" is no end here; did you mean "private-0"?'],
    ["10.8.2.200", '"10.8.2.200" is in vpc\'s range and no card has it'],
    [topology.elasticIps[0]!.publicIp, "from inside a VPC, name nat-b-card0"],
  ])("that is not there is refused with the nearest: %s", (to, message) => {
    expect(() => explain(topology, { from: "private-0", to })).toThrow(UnknownEndError);
    expect(() => explain(topology, { from: "private-0", to })).toThrow(message);
  });

  test("on the internet on both sides is no question about this network", () => {
    for (const to of ["8.8.8.8", "aws:s3", "internet"]) {
      expect(() => explain(topology, { from: "internet", to })).toThrow("are both on the internet");
    }
  });
});
