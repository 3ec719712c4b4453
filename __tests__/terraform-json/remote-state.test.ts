import { RemoteOutputs, remoteReferences, remoteValues } from "../../lib/terraform-json/remote-state";
import { Written } from "../../lib/terraform-json/values";

const REFERENCE = "data.terraform_remote_state.network.outputs";

const outputs = new RemoteOutputs([
  {
    stack: "routes",
    address: "data.terraform_remote_state.network",
    type: "terraform_remote_state",
    values: { outputs: { vpc: "vpc-1", subnet: "subnet-1" } },
    deployed: true,
    data: true,
  },
]);

test("a value that another stack gave is known by its name, and by itself where that stack is not read", () => {
  expect(outputs.named("vpc-1", [`${REFERENCE}.vpc`])).toEqual(new Written(`\${${REFERENCE}.vpc}`, "vpc-1"));
});

test("in a list, those that another stack gave are", () => {
  const list = ["subnet-1", "subnet-of-its-own"];
  expect(outputs.named(list, [`${REFERENCE}.subnet`, `${REFERENCE}.vpc`])).toEqual(
    new Written([`\${${REFERENCE}.subnet}`, "subnet-of-its-own"], list),
  );
});

test.each([
  ["that no reference gives", "vpc-2", [`${REFERENCE}.vpc`]],
  ["that names nothing of another stack", "vpc-1", ["aws_vpc.main.id"]],
  ["of more than texts", [{ id: "vpc-1" }], [`${REFERENCE}.vpc`]],
  ["that a part of the output gives", "vpc-1", [`${REFERENCE}.vpc[0]`]],
])("a value %s stays what it is", (_, value, references) => {
  expect(outputs.named(value, references)).toBeUndefined();
});

test("a reference into a part of an output is not one to the output", () => {
  expect(remoteReferences([`${REFERENCE}.zones[0]`, `${REFERENCE}.vpc`, "aws_vpc.main.id"])).toEqual([
    `${REFERENCE}.vpc`,
  ]);
});

test("what an expression takes of other stacks, each once", () => {
  const text = `\${${REFERENCE}.vpc}/\${${REFERENCE}.vpc} data.terraform_remote_state.cross-stack-reference-input-nat.outputs.id`;
  expect(remoteValues(text).map(({ producer, output }) => `${producer}.${output}`)).toEqual([
    "network.vpc",
    "nat.id",
  ]);
});
