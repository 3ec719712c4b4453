import { GroupRule, coversService, revoke, ruleText, rulesOf } from "../../lib/checks/group-rules";
import { Values } from "../../lib/terraform-json/plan-json";

const texts = (type: string, values: Values) => rulesOf({ type, values }).map((rule) => ruleText(rule));
const INGRESS = "aws_vpc_security_group_ingress_rule";

describe("a rule", () => {
  test.each<[Values, string]>([
    [
      { ip_protocol: "-1", from_port: null, to_port: null, cidr_ipv4: "10.0.0.0/8" },
      "all protocols, all ports from 10.0.0.0/8",
    ],
    [
      { ip_protocol: "tcp", from_port: 22, to_port: 22, cidr_ipv6: "2001:db8::/32" },
      "tcp, port 22 from 2001:db8::/32",
    ],
    [
      { ip_protocol: "6", from_port: 1, to_port: 9, cidr_ipv4: "10.0.0.0/8" },
      "tcp, port 1 to 9 from 10.0.0.0/8",
    ],
    [
      { ip_protocol: "udp", from_port: 0, to_port: 65535, cidr_ipv4: "10.0.0.0/8" },
      "udp, all ports from 10.0.0.0/8",
    ],
    [
      { ip_protocol: "icmp", from_port: -1, to_port: -1, cidr_ipv4: "10.0.0.0/8" },
      "icmp, all types from 10.0.0.0/8",
    ],
    [
      { ip_protocol: "icmp", from_port: 8, to_port: -1, cidr_ipv4: "10.0.0.0/8" },
      "icmp, type 8 from 10.0.0.0/8",
    ],
    [{ ip_protocol: "-1", prefix_list_id: "pl-1" }, "all protocols, all ports from the prefix list pl-1"],
    [
      { ip_protocol: "-1", referenced_security_group_id: "123456789012/sg-1" },
      "all protocols, all ports from sg-1",
    ],
    [{ ip_protocol: "-1" }, "all protocols, all ports from a security group"],
  ])("of its own: %j", (values, text) => expect(texts(INGRESS, values)).toEqual([text]));

  test("of a group's block is one for each peer", () => {
    const block = {
      protocol: "tcp",
      from_port: 443,
      to_port: 443,
      cidr_blocks: ["10.0.0.0/8", "192.0.2.0/24"],
      ipv6_cidr_blocks: ["::/0"],
      prefix_list_ids: ["pl-1"],
      security_groups: ["sg-2"],
      self: true,
    };
    expect(texts("aws_security_group", { id: "sg-1", ingress: [], egress: [block] })).toEqual(
      ["10.0.0.0/8", "192.0.2.0/24", "::/0", "the prefix list pl-1", "sg-2", "sg-1"].map(
        (peer) => `tcp, port 443 to ${peer}`,
      ),
    );
  });

  test("in the older form goes the way that it says", () => {
    const values = { protocol: "tcp", from_port: 1, to_port: 1, cidr_blocks: ["10.0.0.0/8"] };
    expect(texts("aws_security_group_rule", { ...values, type: "egress" })).toEqual([
      "tcp, port 1 to 10.0.0.0/8",
    ]);
    expect(texts("aws_security_group_rule", { ...values, type: "ingress" })).toEqual([
      "tcp, port 1 from 10.0.0.0/8",
    ]);
  });

  test("is nobody else's", () =>
    expect(rulesOf({ type: "aws_instance", values: { ingress: [{}] } })).toEqual([]));
});

const rule = (protocol: string, from?: number, to = from): GroupRule => ({
  direction: "ingress",
  protocol,
  ...(from !== undefined && { from, to: to! }),
  peer: { kind: "ipv4", value: "10.0.0.0/8" },
});

test.each<[GroupRule, GroupRule, boolean]>([
  [rule("-1"), rule("tcp", 22), true],
  [rule("tcp"), rule("tcp", 22), true],
  [rule("tcp", 20, 30), rule("tcp", 22), true],
  [rule("tcp", 22), rule("tcp", 20, 30), false],
  [rule("tcp", 22), rule("tcp"), false],
  [rule("udp"), rule("tcp", 22), false],
  [rule("tcp"), rule("-1"), false],
])("%j lets through what %j does: %s", (outer, inner, expected) => {
  expect(coversService(outer, inner)).toBe(expected);
});

describe("the command that revokes a rule names exactly what is there", () => {
  test.each<[GroupRule, string]>([
    [rule("tcp", 22), "IpProtocol=tcp,FromPort=22,ToPort=22,IpRanges=[{CidrIp=10.0.0.0/8}]"],
    [rule("udp"), "IpProtocol=udp,FromPort=0,ToPort=65535,IpRanges=[{CidrIp=10.0.0.0/8}]"],
    [rule("-1"), "IpProtocol=-1,IpRanges=[{CidrIp=10.0.0.0/8}]"],
    [rule("icmp"), "IpProtocol=icmp,FromPort=-1,ToPort=-1,IpRanges=[{CidrIp=10.0.0.0/8}]"],
    [{ ...rule("-1"), peer: { kind: "ipv6", value: "::/0" } }, "IpProtocol=-1,Ipv6Ranges=[{CidrIpv6=::/0}]"],
    [
      { ...rule("-1"), peer: { kind: "prefix-list", value: "pl-1" } },
      "IpProtocol=-1,PrefixListIds=[{PrefixListId=pl-1}]",
    ],
  ])("%j", (given, permission) => {
    expect(revoke(given, "sg-1", "eu-central-1")).toBe(
      `aws ec2 revoke-security-group-ingress --region eu-central-1 --group-id sg-1 --ip-permissions '${permission}'`,
    );
  });
});
