import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readPlans, readTopology } from "../../lib/topology";
import { inWords, linesOf } from "./in-words";
import { problemsOf } from "./line-of";
import { written } from "./written";

const FILE = join(__dirname, "fixtures/plan.json");
const plan = () => JSON.parse(readFileSync(FILE, "utf8"));

test("a plan's references are followed through modules, count, for_each, locals and outputs", () => {
  const topology = readTopology(FILE);
  expect(problemsOf(topology)).toEqual([]);
  expect(linesOf(topology, "vpc", "subnet", "table", "network interface", "elastic ip")).toEqual([
    "vpc net-this-0 10.0.0.0/16 main=net-this-0-default",
    ...["0", "1"].map(
      (n) =>
        `subnet net-private-${n} 10.0.${n}.0/24 in net-this-0 eu-west-1${n === "0" ? "a" : "b"} table=net-private-eu-west-1${n === "0" ? "a" : "b"}`,
    ),
    ...["0", "1"].map(
      (n) =>
        `subnet net-public-${n} 10.0.10${n}.0/24 in net-this-0 eu-west-1${n === "0" ? "a" : "b"} table=net-public`,
    ),
    "table net-private-eu-west-1a of net-this-0 0.0.0.0/0>network-interface:fck-a-main",
    "table net-private-eu-west-1b of net-this-0 0.0.0.0/0>network-interface:fck-b-main",
    "table net-public of net-this-0 0.0.0.0/0>internet-gateway:net-this",
    "table net-this-0-default of net-this-0 main",
    "network interface app-one-card0 10.0.0.4 in net-private-0 checked groups=app+lb #0 of app-one",
    "network interface app-two-card0 10.0.1.4 in net-private-1 checked groups=app+lb #0 of app-two",
    "network interface fck-a-main 10.0.100.4 in net-public-0 unchecked groups=fck-a-main #0 of fck-a-main public=203.0.113.1",
    "network interface fck-b-main 10.0.101.4 in net-public-1 unchecked groups=fck-b-main #0 of fck-b-main public=203.0.113.2",
    "elastic ip fck-a-main 203.0.113.1 of fck-a-main",
    "elastic ip fck-b-main 203.0.113.2 of fck-b-main",
  ]);
  expect(linesOf(topology, "group app")).toEqual([
    "group app of net-this-0 in[tcp 22-22 10.0.0.0/16, tcp 443-443 10.0.0.0/16, all lb] out[all 0.0.0.0/0]",
  ]);
  expect(topology.region).toBe("eu-west-1");
});

test("where several instances may be meant, none is guessed", () => {
  const unclear = plan();
  unclear.configuration.root_module.resources[0].expressions.subnet_id.references = [
    "module.net.private_subnets",
    "module.net",
    "local.which",
  ];
  const file = `${written({ "plan.json": unclear })}/plan.json`;
  expect(problemsOf(readTopology(file))).toEqual(
    ["one", "two"].map(
      (key) => `plan: aws_instance.app["${key}"]: has a value that is known after the apply only`,
    ),
  );
});

test("a text that holds what is not known yet is not taken for that alone", () => {
  const withUserData = plan();
  const { resources } = withUserData.configuration.root_module;
  resources[0].expressions.user_data = {
    references: ["aws_security_group.app.id", "aws_security_group.app"],
  };
  const { after } = readPlans([{ name: "app", plan: withUserData }]);
  expect(after.instances.map(({ userData }) => userData)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("before is what the state holds, after what the plan leads to", () => {
  const state = { values: { root_module: { resources: [vpc("vpc-1", "10.9.0.0/16")] } } };
  const { before, after } = readPlans([{ name: "app", plan: { ...plan(), prior_state: state } }]);
  expect(before.vpcs.map(({ id, cidr }) => [id, cidr])).toEqual([["vpc-1", "10.9.0.0/16"]]);
  expect(after.vpcs.map(({ cidr }) => cidr)).toEqual(["10.0.0.0/16"]);
});

test("what the plans' data sources found is part of what there will be", () => {
  const found = { ...vpc("vpc-1", "10.9.0.0/16"), address: "data.aws_vpc.old", mode: "data" };
  const state = { values: { root_module: { resources: [found] } } };
  const { after } = readPlans([{ name: "app", plan: { ...plan(), prior_state: state } }]);
  expect(inWords(after)).toContain("vpc old 10.9.0.0/16 main=old-main");
});

function vpc(id: string, cidr_block: string) {
  return {
    address: "aws_vpc.old",
    mode: "managed",
    type: "aws_vpc",
    name: "old",
    values: { id, cidr_block },
  };
}
