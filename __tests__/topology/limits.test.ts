import { problemsOf } from "./line-of";
import { topologyOf, withSubnet, written } from "./written";
import { readTopology } from "../../lib/topology";

const names = Array.from({ length: 60 }, (_, index) => `l${index}`);
const doubling = (of: (name: string) => unknown, first: unknown) =>
  Object.fromEntries(names.map((name, index) => [name, index === 0 ? first : of(names[index - 1]!)]));

test.each([
  ["texts", doubling((name) => `\${local.${name}}\${local.${name}}`, "x")],
  ["lists", doubling((name) => [`\${local.${name}}`, `\${local.${name}}`], "x")],
])("locals of %s that double 60 times are refused where they become too large", (_, locals) => {
  const content = withSubnet({
    aws_instance: {
      x: { subnet_id: "${aws_subnet.a.id}", vpc_security_group_ids: `\${local.${names.at(-1)}}` },
    },
  });
  const problems = problemsOf(topologyOf({ ...content, locals }));
  expect(problems).toEqual([expect.stringMatching(/^web: aws_instance\.x: local\.l\d+: .*too large/)]);
});

test("a local that ten thousand others lead to has one answer", () => {
  const locals = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [
      `l${index}`,
      index === 0 ? "10.0.2.0/24" : `\${local.l${index - 1}}`,
    ]),
  );
  const content = withSubnet({
    aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "${local.l499}" } },
  });
  expect(topologyOf({ ...content, locals }).subnets[0]!.cidr).toBe("10.0.2.0/24");
});

test("references that go deeper than can be followed are refused in one line", () => {
  const locals = Object.fromEntries(
    Array.from({ length: 50_000 }, (_, index) => [
      `l${index}`,
      index === 0 ? "x" : `\${local.l${index - 1}}`,
    ]),
  );
  const content = withSubnet({
    aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "${local.l49999}" } },
  });
  expect(() => topologyOf({ ...content, locals })).toThrow(/: is too deep or too large to be read$/);
});

test("a state of many thousands of VPCs is read", () => {
  const resources = Array.from({ length: 20_000 }, (_, index) => {
    const address = `aws_vpc.v[${index}]`;
    return {
      address,
      mode: "managed",
      type: "aws_vpc",
      values: { id: `vpc-${index}`, cidr_block: "10.0.0.0/16" },
    };
  });
  const state = { format_version: "1.0", values: { root_module: { resources } } };
  expect(readTopology(`${written({ "s.json": state })}/s.json`).vpcs).toHaveLength(20_000);
});
