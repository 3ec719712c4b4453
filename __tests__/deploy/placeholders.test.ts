import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { placeholderOutputs, placeholderState } from "../../lib/deploy/placeholders";
import { PlanJson } from "../../lib/terraform-json/plan-json";
import { describeWith } from "../support/tools";
import { Builtin } from "./builtin";

/** A plan in which AWS has yet to give these attributes, by the output's name. */
function unknown(references: Record<string, string>): PlanJson {
  const names = Object.keys(references);
  const outputs = names.map((name) => [name, { expression: { references: [references[name]!] } }]);
  const changes = names.map((name) => [name, { actions: ["create"], before: null, after_unknown: true }]);
  return {
    output_changes: Object.fromEntries(changes),
    configuration: { root_module: { outputs: Object.fromEntries(outputs) } },
  };
}

const values = (plan: PlanJson) =>
  Object.fromEntries(Object.entries(placeholderOutputs(plan)).map(([name, { value }]) => [name, value]));

test("ids have the form of AWS's, are told apart, and are plainly no real ones", () => {
  expect(
    values(
      unknown({
        a: "aws_vpc.vpc.id",
        b: "aws_subnet.private_a.id",
        c: "aws_subnet.private_b.id",
        d: "aws_network_interface.card1.id",
        e: "aws_route_table.private.id",
        f: "aws_security_group.nat.id",
        g: "aws_instance.nat.id",
      }),
    ),
  ).toEqual({
    a: "vpc-00000000",
    b: "subnet-00000000",
    c: "subnet-00000001",
    d: "eni-00000000",
    e: "rtb-00000000",
    f: "sg-00000000",
    g: "i-00000000",
  });
});

test("other attributes have their forms too", () => {
  expect(
    values(
      unknown({
        a: "aws_eip.nat.public_ip",
        b: "aws_network_interface.c.mac_address",
        c: "aws_iam_role.r.name",
      }),
    ),
  ).toEqual({ a: "192.0.2.0", b: "02:00:00:00:00:00", c: "name-00000000" });
  expect(values(unknown({ a: "aws_vpc.vpc.arn" }))["a"]).toMatch(
    /^arn:aws:ec2:[\w-]+:000000000000:vpc\/00000000$/,
  );
});

test("what terraform knows already is taken as it is, also beside what it does not know", () => {
  const plan: PlanJson = {
    output_changes: {
      known: { actions: ["update"], before: "a", after: "b", after_unknown: false },
      mixed: {
        actions: ["create"],
        before: null,
        after: { a: 1, c: [true] },
        after_unknown: { b: true, c: [false, true] },
      },
    },
    configuration: {
      root_module: { outputs: { mixed: { expression: { references: ["aws_vpc.vpc.id"] } } } },
    },
  };
  expect(values(plan)).toEqual({
    known: "b",
    mixed: { a: 1, b: "vpc-00000001", c: [true, "vpc-00000000"] },
  });
});

describeWith(["terraform"], "the state that stands in", () => {
  test("is read by terraform, with values of every type", async () => {
    const terraform = new Builtin();
    try {
      const plan: PlanJson = {
        output_changes: {
          text: { actions: ["create"], after: "a" },
          number: { actions: ["create"], after: 1.5 },
          flag: { actions: ["create"], after: true },
          nothing: { actions: ["create"], after: null },
          list: { actions: ["create"], after: ["a", 1] },
          map: { actions: ["create"], after: { a: ["b"] } },
        },
      };
      writeFileSync(join(terraform.folder, "other.tfstate"), placeholderState(placeholderOutputs(plan)));
      const data = {
        terraform_remote_state: { other: { backend: "local", config: { path: "other.tfstate" } } },
      };
      const names = ["text", "number", "flag", "list", "map"];
      const output = names.map((name) => [
        name,
        { value: `\${data.terraform_remote_state.other.outputs.${name}}` },
      ]);
      await terraform.apply({ data, output: Object.fromEntries(output) });
      const read = JSON.parse(await terraform.terraform("output", "-json"));
      expect(names.map((name) => read[name].value)).toEqual(["a", 1.5, true, ["a", 1], { a: ["b"] }]);
    } finally {
      terraform.remove();
    }
  }, 60_000);
});
