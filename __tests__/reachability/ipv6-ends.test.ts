import { QuestionError, explain, explainAll, unmetExpectations } from "../../lib/reachability";
import { OVER_IPV6, addressOf, dualStack, vpc_id } from "./dual-stack";
import { answer, way } from "./small";

test.each([
  ["app", "10.0.1.4", '"10.0.1.4" is an IPv4 address, and the question is about IPv6 (family, --ipv6)'],
  ["10.0.2.4", "2001:db8:0:1::4", '"10.0.2.4" is an IPv4 address and "2001:db8:0:1::4" an IPv6 one'],
  [
    "app",
    "2001:db8:0:1::99",
    "in main's range and no network interface has it; the network interfaces have 2001:",
  ],
  ["app", "2001:db8:0:1::1", "AWS keeps it for itself"],
  ["internet", "fd00::1", "is a private address in none of the VPCs that were read"],
  ["fe80::1", "web", "is no host's on the internet: it is link-local"],
  ["ff02::1", "web", "is no host's on the internet: it is multicast"],
])("ends that are no question by IPv6 are refused: %s to %s", (from, to, message) => {
  const ask = () => explain(dualStack(), { from, to, ...OVER_IPV6 });
  expect(ask).toThrow(QuestionError);
  expect(ask).toThrow(message);
});

test("what is never routed is stopped where it is sent", () => {
  expect(answer(dualStack(), "app", "::1")).toBe("NEVER_ROUTED");
  expect(answer(dualStack(), "app", "fd00:ec2::254")).toBe("NEVER_ROUTED");
});

test("a gateway endpoint is for IPv4, and an interface endpoint for what it has addresses of", () => {
  const endpoint = (values: object) => ({
    aws_vpc_endpoint: { it: { vpc_id, ...values } },
  });
  const s3 = dualStack(
    endpoint({
      service_name: "com.amazonaws.eu-central-1.s3",
      route_table_ids: ["${aws_route_table.private.id}"],
    }),
  );
  expect(way(explain(s3, { from: "app", to: "aws:s3" }))).toContain("it");
  expect(way(explain(s3, { from: "app", to: "aws:s3", ...OVER_IPV6 }))).toEqual([
    "app-card0",
    "private",
    "out",
  ]);
  const ssm = (ip_address_type: string) =>
    dualStack(
      endpoint({
        service_name: "com.amazonaws.eu-central-1.ssm",
        ...{ vpc_endpoint_type: "Interface", private_dns_enabled: true, ip_address_type },
        subnet_ids: ["${aws_subnet.private.id}"],
        security_group_ids: ["${aws_security_group.open.id}"],
      }),
    );
  const last = (type: string) =>
    explain(ssm(type), { from: "app", to: "aws:ssm", ...OVER_IPV6 }).request.at(-1)!.name;
  expect([last("ipv4"), last("dualstack")]).toEqual(["out", "it-private"]);
});

test("the matrix is by IPv6 where it is asked for", () => {
  const { sources, targets, answers } = explainAll(dualStack(), OVER_IPV6);
  const verdict = (from: string, to: string) => answers[sources.indexOf(from)]![targets.indexOf(to)]!.verdict;
  expect([verdict("app", "internet"), verdict("internet", "app"), verdict("internet", "web")]).toEqual([
    "reachable",
    "not reachable",
    "reachable",
  ]);
});

test("expectations are of the family that they name, or that an address says", () => {
  const topology = dualStack();
  const lines = unmetExpectations(topology, [
    { from: "internet", to: "app", ...OVER_IPV6, reachable: true },
    { from: "app", to: "internet", ...OVER_IPV6, reachable: false },
    // As an environment has it, whose family is IPv4 unless it says otherwise.
    { from: "internet", to: addressOf(topology, "web"), family: "ipv4", reachable: false },
    { from: "internet", to: "app", ...OVER_IPV6, reachable: false },
  ]);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain("internet → app by tcp over IPv6 must be reachable and is not: out: ");
  expect(lines[1]).toMatch(
    / over IPv6 is reachable and must not be; see: npm run explain -- app internet --ipv6$/,
  );
  expect(lines[2]).toContain("over IPv6 is reachable");
});
