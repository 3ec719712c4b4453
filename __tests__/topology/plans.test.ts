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

test("a plan's load balancer and IPv6 ranges, which AWS has yet to give, are followed by what they name", () => {
  const made = (address: string, values: object, unknown: object, expressions: object) => {
    const [type, name] = address.split(".") as [string, string];
    return {
      resource: { address, mode: "managed", type, name, values },
      change: {
        ...{ address, mode: "managed", type, name },
        change: { actions: ["create"], after_unknown: { id: true, ...unknown } },
      },
      configured: { address, mode: "managed", type, name, expressions },
    };
  };
  const names = (...references: string[]) => ({ references });
  const all = [
    made("aws_vpc.main", { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true }, {}, {}),
    made(
      "aws_subnet.a",
      { cidr_block: "10.0.1.0/24", assign_ipv6_address_on_creation: true },
      { vpc_id: true, ipv6_cidr_block: true },
      {
        vpc_id: names("aws_vpc.main.id", "aws_vpc.main"),
        ipv6_cidr_block: names("aws_vpc.main.ipv6_cidr_block", "aws_vpc.main"),
      },
    ),
    made(
      "aws_instance.app",
      {},
      { subnet_id: true },
      { subnet_id: names("aws_subnet.a.id", "aws_subnet.a") },
    ),
    made(
      "aws_lb.front",
      { load_balancer_type: "network" },
      { arn: true, subnets: true },
      { subnets: names("aws_subnet.a.id", "aws_subnet.a") },
    ),
    made("aws_lb_target_group.web", { port: 8443, protocol: "TCP" }, { arn: true }, {}),
    made(
      "aws_lb_target_group_attachment.app",
      {},
      { target_group_arn: true, target_id: true },
      {
        target_group_arn: names("aws_lb_target_group.web.arn", "aws_lb_target_group.web"),
        target_id: names("aws_instance.app.id", "aws_instance.app"),
      },
    ),
    made(
      "aws_lb_listener.web",
      { port: 443, protocol: "TCP", default_action: [{ type: "forward" }] },
      { load_balancer_arn: true, default_action: [{ target_group_arn: true }] },
      {
        load_balancer_arn: names("aws_lb.front.arn", "aws_lb.front"),
        default_action: [
          { target_group_arn: names("aws_lb_target_group.web.arn", "aws_lb_target_group.web") },
        ],
      },
    ),
  ];
  const { after } = readPlans([
    {
      name: "web",
      plan: {
        planned_values: { root_module: { resources: all.map(({ resource }) => resource) } },
        resource_changes: all.map(({ change }) => change),
        configuration: { root_module: { resources: all.map(({ configured }) => configured) } },
      } as never,
    },
  ]);
  expect(problemsOf(after)).toEqual([]);
  const app = after.networkInterfaces.find(({ name }) => name === "app-card0")!;
  expect([after.subnets[0]!.ipv6Cidr, app.ipv6Addresses]).toEqual([
    "2001:db8:0:ff::/64",
    ["2001:db8:0:ff::4"],
  ]);
  expect(after.loadBalancers).toMatchObject([
    { name: "front", listeners: [{ port: 443, targets: [{ networkInterfaceId: app.id, port: 8443 }] }] },
  ]);
});
