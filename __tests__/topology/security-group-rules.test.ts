import { Service } from "../../lib/topology";
import { topologyOf, withSubnet } from "./written";

/** What an inline rule with these arguments is read as; `undefined` when it is not understood. */
function read(values: object): Service | undefined {
  const { securityGroups, notUnderstood } = topologyOf(
    withSubnet({
      aws_security_group: {
        web: { vpc_id: "${aws_vpc.main.id}", ingress: [{ cidr_blocks: ["10.0.0.0/8"], ...values }] },
      },
    }),
  );
  const [rule] = securityGroups.find(({ name }) => name === "web")!.ingress;
  expect(notUnderstood).toEqual([]);
  if (!rule) return undefined;
  const entries = Object.entries(rule).filter(([name]) => !["stack", "address", "peer"].includes(name));
  return Object.fromEntries(entries) as unknown as Service;
}

test.each<[string, object, Service]>([
  ["every protocol", { protocol: "-1", from_port: 0, to_port: 0 }, { protocol: "all" }],
  ["every protocol by name", { protocol: "ALL" }, { protocol: "all" }],
  [
    "tcp by number",
    { protocol: 6, from_port: 80, to_port: 81 },
    { protocol: "tcp", fromPort: 80, toPort: 81 },
  ],
  [
    "udp by number",
    { protocol: "17", from_port: "53", to_port: "53" },
    { protocol: "udp", fromPort: 53, toPort: 53 },
  ],
  ["every tcp port", { protocol: "tcp", from_port: 0, to_port: 65535 }, { protocol: "tcp" }],
  [
    "tcp port 0 alone",
    { protocol: "tcp", from_port: 0, to_port: 0 },
    { protocol: "tcp", fromPort: 0, toPort: 0 },
  ],
  ["tcp without ports", { protocol: "tcp", from_port: -1, to_port: -1 }, { protocol: "tcp" }],
  ["a ping", { protocol: "icmp", from_port: 8, to_port: 0 }, { protocol: "icmp", type: 8, code: 0 }],
  ["every code of a type", { protocol: "icmp", from_port: 3, to_port: -1 }, { protocol: "icmp", type: 3 }],
  ["every icmp type", { protocol: "1", from_port: -1, to_port: -1 }, { protocol: "icmp" }],
  ["icmpv6", { protocol: "58", from_port: -1, to_port: -1 }, { protocol: "icmpv6" }],
  ["another protocol by its number", { protocol: "50" }, { protocol: "other", number: 50 }],
  ["another protocol by its name", { protocol: "ESP" }, { protocol: "other", number: 50 }],
])("%s", (_, values, service) => {
  expect(read(values)).toEqual(service);
});

test("a group without rules lets nothing in or out, and takes the default group's place on a network interface", () => {
  const { securityGroups, networkInterfaces } = topologyOf(
    withSubnet({
      aws_security_group: { closed: { vpc_id: "${aws_vpc.main.id}" } },
      aws_instance: {
        host: {
          subnet_id: "${aws_subnet.a.id}",
          vpc_security_group_ids: ["${aws_security_group.closed.id}"],
        },
      },
    }),
  );
  const closed = securityGroups.find(({ name }) => name === "closed")!;
  expect(closed).toMatchObject({ ingress: [], egress: [] });
  expect(networkInterfaces[0]!.securityGroupIds).toEqual([closed.id]);
});

test("a default group that is taken over has no rules but those given", () => {
  const egress = [{ protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: ["0.0.0.0/0"] }];
  const { securityGroups } = topologyOf(
    withSubnet({ aws_default_security_group: { mine: { vpc_id: "${aws_vpc.main.id}", egress } } }),
  );
  expect(securityGroups).toHaveLength(1);
  expect(securityGroups[0]).toMatchObject({
    address: "aws_default_security_group.mine",
    ingress: [],
    egress: [{ protocol: "tcp", fromPort: 443, peer: { kind: "cidr", cidr: "0.0.0.0/0" } }],
  });
});

test("a rule that is a resource of its own says where it is", () => {
  const { securityGroups } = topologyOf(
    withSubnet({
      aws_security_group_rule: {
        out: {
          type: "egress",
          protocol: "tcp",
          from_port: 443,
          to_port: 443,
          security_group_id: "${aws_security_group.web.id}",
          source_security_group_id: "${aws_security_group.api.id}",
        },
      },
      aws_security_group: { web: { vpc_id: "${aws_vpc.main.id}" }, api: { vpc_id: "${aws_vpc.main.id}" } },
    }),
  );
  const [api, web] = ["api", "web"].map((name) => securityGroups.find((group) => group.name === name)!);
  expect(web!.egress).toEqual([
    {
      stack: "web",
      address: "aws_security_group_rule.out",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      peer: { kind: "security-group", id: api!.id },
    },
  ]);
  expect(web!.ingress).toEqual([]);
});
