import { QuestionError, UnknownEndError, explain, unmetExpectations } from "../../lib/reachability";
import { network, spoiled, written } from "./networks";

const ANYTHING = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };

const topology = network();
const lastHop = (to: string, of = topology) => explain(of, { from: "private-0", to }).request.at(-1)!.name;

test("an end is an instance, a network interface, an endpoint, an id, an address in Terraform or an IP address", () => {
  const { id, privateIp } = topology.networkInterfaces.find(({ name }) => name === "private-1-card0")!;
  const open = spoiled("private-instances", ({ resource }) => {
    resource.aws_vpc_security_group_ingress_rule.all = {
      security_group_id: "${aws_security_group.private.id}",
      ip_protocol: "-1",
      cidr_ipv4: "10.8.0.0/16",
    };
  });
  const address = "aws_instance.private_1";
  for (const to of ["private-1", "private-1-card0", id, address, `private-instances/${address}`, privateIp]) {
    expect(lastHop(to, open)).toBe("private-1-card0");
  }
  expect(lastHop("endpoints-ssm")).toBe("endpoints-ssm-private-b");
});

test.each([
  ["privte-0", '"privte-0" is no end here; did you mean "private-0"?'],
  [
    "10.8.2.200",
    '"10.8.2.200" is in vpc\'s range and no network interface has it; the network interfaces have 10.8.1.4 (nat-b-card0), ',
  ],
  ["10.8.0.2", "AWS keeps it for itself, for its router and resolver, which are not followed here"],
  ["10.8.2.1", "AWS keeps it for itself"],
  [topology.elasticIps[0]!.publicIp, "from inside a VPC, name nat-b-card0"],
  ["aws:smm", '"aws:smm" is no service of AWS that is known here; did you mean "aws:ssm"?'],
  ["aws:", '"aws:" is no service of AWS'],
  ["aws:com.amazonaws.eu-central-1.ssm", "is no service of AWS"],
  ["", '"" is no end here'],
  ["a\u202eb\n", '"a\\u202eb\\n" is no end here'],
])("an end that is not there is refused with the nearest: %j", (to, message) => {
  expect(() => explain(topology, { from: "private-0", to })).toThrow(UnknownEndError);
  expect(() => explain(topology, { from: "private-0", to })).toThrow(message);
});

test("a message is one line and not longer than it has to be", () => {
  const many = written({
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.0.0/20" } },
    aws_instance: Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`app_${index}`, { subnet_id: "${aws_subnet.a.id}" }]),
    ),
  });
  for (const to of ["x".repeat(10_000), "10.0.9.9"]) {
    const message = refusal(() => explain(many, { from: "app-0", to }));
    expect(message).toMatch(/ more$/);
    expect(message.length).toBeLessThan(600);
  }
});

test.each([
  ["private-0", "private-0"],
  ["private-0", "private-0-card0"],
  ["10.8.2.4", "aws_instance.private_0"],
  ["nat-b", "nat-b-card1"],
])("an end to itself is no question: %s to %s", (from, to) => {
  expect(refusal(() => explain(topology, { from, to }))).toMatch(
    / are the same (instance|host); name two ends$/,
  );
});

test.each([
  ["internet", "8.8.8.8"],
  ["internet", "internet"],
  ["8.8.8.8", "aws:s3"],
])("two ends on the internet are no question about this network: %s to %s", (from, to) => {
  expect(refusal(() => explain(topology, { from, to }))).toMatch(
    / are both on the internet; name an end in the VPC$/,
  );
});

test.each(["endpoints-ssm", "endpoints-ssm-private-b", "aws:ssm", "aws:s3"])(
  "%s opens no connections",
  (from) => {
    expect(refusal(() => explain(topology, { from, to: "private-0" }))).toBe(
      `"${from}" opens no connections; ask for it as the other end`,
    );
  },
);

test.each([
  ["192.168.0.1", "is a private address in none of the VPCs that were read"],
  ["127.0.0.1", "is no host's on the internet: it is each host's own loopback"],
  ["224.0.0.1", "is no host's on the internet: it is multicast"],
])("nobody on the internet has the address %s", (from, message) => {
  expect(refusal(() => explain(topology, { from, to: "nat-b" }))).toContain(message);
});

test("ICMP with a port is no question", () => {
  const question = { from: "private-0", to: "internet", protocol: "icmp", port: 443 } as const;
  expect(refusal(() => explain(topology, question))).toBe(
    "port: 443 means nothing for icmp, which has no ports; leave it out",
  );
});

test("none of these meets an expectation, whichever it is", () => {
  const questions = [
    { from: "private-0", to: "aws:smm" },
    { from: "private-0", to: "private-0" },
    { from: "internet", to: "internet" },
    { from: "private-0", to: "internet", protocol: "icmp" as const, port: 1 },
  ];
  for (const reachable of [true, false]) {
    const lines = unmetExpectations(
      topology,
      questions.map((question) => ({ ...question, reachable })),
    );
    expect(lines.map((line) => line.slice(0, 10))).toEqual([
      "expect[0]:",
      "expect[1]:",
      "expect[2]:",
      "expect[3]:",
    ]);
  }
});

describe("of two VPCs with the same range", () => {
  const each = (resource: (name: string) => object) =>
    Object.fromEntries(["a", "b"].map((name) => [name, resource(name)]));
  const twins = written({
    aws_vpc: each(() => ({ cidr_block: "10.0.0.0/16" })),
    aws_subnet: each((name) => ({ vpc_id: `\${aws_vpc.${name}.id}`, cidr_block: "10.0.1.0/24" })),
    aws_security_group: each((name) => ({
      vpc_id: `\${aws_vpc.${name}.id}`,
      egress: [ANYTHING],
      ingress: [ANYTHING],
    })),
    aws_instance: Object.fromEntries(
      ["a", "b"].flatMap((name) =>
        ["one", "two"].map((host, index) => [
          `${host}_${name}`,
          {
            subnet_id: `\${aws_subnet.${name}.id}`,
            vpc_security_group_ids: [`\${aws_security_group.${name}.id}`],
            private_ip: `10.0.1.${10 + index}`,
          },
        ]),
      ),
    ),
  });

  test("an address from inside is that of the same VPC", () => {
    for (const name of ["a", "b"]) {
      const { verdict, request } = explain(twins, { from: `one-${name}`, to: "10.0.1.11" });
      expect([verdict, request.at(-1)!.name]).toEqual(["reachable", `two-${name}-card0`]);
    }
  });

  test("an address without a VPC is refused, with the network interfaces that have it", () => {
    for (const ends of [
      { from: "10.0.1.10", to: "two-a" },
      { from: "internet", to: "10.0.1.10" },
    ]) {
      expect(refusal(() => explain(twins, ends))).toMatch(
        /^"10\.0\.1\.10" is the address of 2; name one: one-a-card0 \(eni-\w+\) in VPC a, one-b-card0 \(eni-\w+\) in VPC b$/,
      );
    }
  });
});

test("a name that several have is refused, and each is found by what tells it apart", () => {
  const vpc_id = "${aws_vpc.main.id}";
  const subnet_id = "${aws_subnet.a.id}";
  const named = written({
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: { vpc_id, cidr_block: "10.0.1.0/24" } },
    aws_security_group: { open: { vpc_id, egress: [ANYTHING], ingress: [ANYTHING] } },
    aws_instance: {
      app: { subnet_id, vpc_security_group_ids: ["${aws_security_group.open.id}"] },
      other: { subnet_id, vpc_security_group_ids: ["${aws_security_group.open.id}"] },
    },
    aws_network_interface: {
      app: { subnet_id, security_groups: ["${aws_security_group.open.id}"] },
      other: { subnet_id, attachment: { instance: "${aws_instance.other.id}", device_index: 1 } },
    },
  });
  expect(refusal(() => explain(named, { from: "other", to: "app" }))).toMatch(
    /^"app" is the name of 2; write one of them: [\w-]+\/aws_instance\.app \(i-\w+\), [\w-]+\/aws_network_interface\.app \(eni-\w+\)$/,
  );
  expect(explain(named, { from: "other", to: "aws_instance.app" }).verdict).toBe("reachable");
  expect(explain(named, { from: "other", to: "aws_network_interface.app" }).blocker!.code).toBe(
    "NETWORK_INTERFACE_NOT_ATTACHED",
  );
});

function refusal(ask: () => unknown): string {
  try {
    ask();
  } catch (error) {
    if (error instanceof QuestionError && !error.message.includes("\n")) return error.message;
    throw error;
  }
  throw new Error("It was answered");
}
