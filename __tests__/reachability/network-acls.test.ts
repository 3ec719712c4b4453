import { explain } from "../../lib/reachability";
import { answer, host, small, subnet } from "./small";

const TO_ALL = {
  rule_no: 100,
  action: "allow",
  protocol: "-1",
  from_port: 0,
  to_port: 0,
  cidr_block: "0.0.0.0/0",
};

const rule = (rule_no: number, action: string, protocol: string, from_port = 0, to_port = from_port) => ({
  ...{ rule_no, action, protocol, from_port, to_port, cidr_block: "0.0.0.0/0" },
});

/** The small network with a network ACL for one subnet. */
function guarded(name: "public" | "private", ingress: readonly object[], egress: readonly object[]) {
  return small({
    aws_subnet: { other: subnet("10.0.3.0/24") },
    aws_instance: { db: host("other"), neighbour: host("private") },
    aws_network_acl: {
      guard: {
        ...{ vpc_id: "${aws_vpc.main.id}", subnet_ids: [`\${aws_subnet.${name}.id}`], ingress, egress },
      },
    },
  });
}

const ALL = [TO_ALL];
const HTTPS = [rule(10, "allow", "tcp", 443)];
const REPLIES = [rule(10, "allow", "tcp", 1024, 65535)];

test.each([
  ["everything", ALL, ALL, "reachable"],
  ["nothing", [], [], "SUBNET_ACL_RESTRICTION"],
  ["the request alone", [], HTTPS, "SUBNET_ACL_RESTRICTION"],
  ["the reply alone", REPLIES, [], "SUBNET_ACL_RESTRICTION"],
  ["the request and the reply", REPLIES, HTTPS, "reachable"],
  [
    "the request, and replies to Linux's own ports",
    [rule(10, "allow", "tcp", 32768, 60999)],
    HTTPS,
    "reachable",
  ],
  ["another protocol", REPLIES, [rule(10, "allow", "udp", 443)], "SUBNET_ACL_RESTRICTION"],
  [
    "what a rule with a lower number denies",
    ALL,
    [rule(5, "deny", "tcp", 443), TO_ALL],
    "SUBNET_ACL_RESTRICTION",
  ],
  ["what a rule with a higher number denies", ALL, [TO_ALL, rule(200, "deny", "tcp", 443)], "reachable"],
  [
    "what a rule for its number among protocols denies",
    ALL,
    [rule(5, "deny", "6", 443), TO_ALL],
    "SUBNET_ACL_RESTRICTION",
  ],
])("a network ACL that lets through %s", (_, ingress, egress, expected) => {
  expect(answer(guarded("private", ingress, egress), "app", "internet")).toBe(expected);
  expect(answer(guarded("private", ingress, egress), "app", "db")).toBe(expected);
});

test("what a network ACL stops is named with the subnet, the direction and the packet", () => {
  const there = explain(guarded("private", ALL, []), { from: "app", to: "internet" });
  expect(there.blocker).toMatchObject({
    name: "guard",
    why: expect.stringMatching(/^egress rules .* TCP port 443 out to 192\.0\.2\.1$/),
  });
  const back = explain(guarded("private", [], ALL), { from: "app", to: "internet" });
  expect(back.blocker!.why).toMatch(
    /^ingress rules .* subnet private do not let TCP ports 32768-60999 in from 192\.0\.2\.1$/,
  );
  expect(back.reply.length).toBeGreaterThan(0);
});

test("which ports a reply may go to decides, where the sender chooses one of them", () => {
  const some = guarded("private", [rule(10, "allow", "tcp", 1024, 40000)], HTTPS);
  expect(answer(some, "app", "internet")).toMatch(
    /aws_network_acl\.guard lets only some of TCP ports 32768-60999 in from 192\.0\.2\.1, and which port it is the sender chooses$/,
  );
  // Nobody on the internet has to be Linux.
  const linux = guarded("public", HTTPS, [rule(10, "allow", "tcp", 32768, 60999)]);
  expect(answer(linux, "internet", "web")).toMatch(
    /lets only some of TCP ports 1024-65535 out to 192\.0\.2\.1/,
  );
  expect(answer(guarded("public", HTTPS, REPLIES), "internet", "web")).toBe("reachable");
});

test("a network ACL stands between subnets, not inside of one", () => {
  expect(answer(guarded("private", [], []), "app", "neighbour")).toBe("reachable");
  expect(answer(guarded("private", [], []), "db", "app")).toBe("SUBNET_ACL_RESTRICTION");
  expect(answer(guarded("private", [], []), "internet", "web")).toBe("reachable");
});

test("a network ACL around the NAT instance counts on the way in, out and back", () => {
  const [http, replies] = [rule(20, "allow", "tcp", 443), rule(10, "allow", "tcp", 1024, 65535)];
  const through = (ingress: readonly object[], egress: readonly object[]) =>
    answer(guarded("public", ingress, egress), "app", "internet");
  expect(through([http, replies], [http, replies])).toBe("reachable");
  expect(through([replies], [http, replies])).toBe("SUBNET_ACL_RESTRICTION");
  expect(through([http], [http, replies])).toBe("SUBNET_ACL_RESTRICTION");
  expect(through([http, replies], [replies])).toBe("SUBNET_ACL_RESTRICTION");
  expect(through([http, replies], [http])).toBe("SUBNET_ACL_RESTRICTION");
});

test.each([
  [[8, 0], [0, 0], "reachable"],
  [[8, -1], [0, -1], "reachable"],
  [[-1, -1], [-1, -1], "reachable"],
  [[8, 0], [8, 0], "SUBNET_ACL_RESTRICTION"],
  [[0, 0], [0, 0], "SUBNET_ACL_RESTRICTION"],
  [[8, 1], [0, 0], "SUBNET_ACL_RESTRICTION"],
])("a ping needs type 8 out and type 0 back: %j, %j", ([type, code], [replyType, replyCode], expected) => {
  const icmp = (icmp_type?: number, icmp_code?: number) => [
    { ...rule(10, "allow", "icmp"), icmp_type, icmp_code },
  ];
  const topology = guarded("private", icmp(replyType, replyCode), icmp(type, code));
  expect(answer(topology, "app", "internet", { protocol: "icmp" })).toBe(expected);
});

test("the VPC's default network ACL, taken over by Terraform without rules, lets nothing through", () => {
  const adopted = (rules: object) =>
    small({
      aws_default_network_acl: {
        all: { default_network_acl_id: "${aws_vpc.main.default_network_acl_id}", ...rules },
      },
    });
  expect(answer(small(), "app", "internet")).toBe("reachable");
  expect(answer(adopted({}), "app", "internet")).toBe("SUBNET_ACL_RESTRICTION");
  expect(answer(adopted({ ingress: ALL, egress: ALL }), "app", "internet")).toBe("reachable");
});
