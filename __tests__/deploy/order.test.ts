import { orderReport, offlineLines, orderLines, stuckLines } from "../../lib/deploy/order-report";
import { orderOf } from "../../lib/deploy/order";
import { StackPlan } from "../../lib/deploy/stack-plan";
import { Action, PlanJson, Values } from "../../lib/terraform-json/plan-json";

/** What a stack has, and what its plan does to it: an address, its values, actions, values afterwards, and what it needs. */
type Has = [
  address: string,
  values: Values,
  actions?: Action[],
  after?: Values | null,
  dependsOn?: readonly string[],
];

const REPLACED: Action[] = ["delete", "create"];
const VPC = "vpc-00000001";
const SUBNET = "subnet-0000000a";
const CARD = "eni-0000000a";
const HOST = "i-0000000a";

/** A stack's plan, in terraform's form. */
function planned(name: string, has: Has[], { preview }: { preview?: string } = {}): StackPlan {
  const described = has.map(([address, values, actions = ["no-op"], after = values, depends_on = []]) => {
    const [type, id] = address.split(".") as [string, string];
    return { address, mode: "managed" as const, type, name: id, values, actions, after, depends_on };
  });
  const plan: PlanJson = {
    prior_state: {
      values: { root_module: { resources: described.filter(({ actions }) => actions.join() !== "create") } },
    },
    resource_changes: described.map(({ values: before, actions, after, ...resource }) => ({
      ...resource,
      change: { actions, before, after },
    })),
  };
  return { name, plan, preview, folder: "", file: "", takes: [] };
}

const subnet = (actions: Action[], after: Values | null = null): Has => [
  "aws_subnet.private_b",
  { id: SUBNET, vpc_id: VPC, cidr_block: "10.8.2.0/24" },
  actions,
  after,
];
const network = (...has: Has[]) => planned("network", has);

test("creation runs forward", () => {
  const plans = [
    network(subnet(["create"])),
    planned("nat-instance", [["aws_instance.nat_b", {}, ["create"]]]),
  ];
  expect(orderOf(plans)).toMatchObject({ stacks: ["network", "nat-instance"], obstacles: [], stuck: [] });
  expect(orderLines(orderReport(plans))).toEqual([]);
});

describe("destruction runs backward", () => {
  const gone = network(subnet(["delete"]), [
    "aws_route_table.private_b",
    { id: "rtb-0000000b" },
    ["delete"],
    null,
  ]);

  test.each<[string, Has]>([
    [
      "a network interface in the subnet",
      ["aws_network_interface.x", { subnet_id: SUBNET }, ["delete"], null],
    ],
    [
      "an instance that is replaced elsewhere",
      ["aws_instance.x", { subnet_id: SUBNET }, REPLACED, { subnet_id: "subnet-0000000c" }],
    ],
    [
      "an endpoint that leaves it in place",
      [
        "aws_vpc_endpoint.x",
        { subnet_ids: [SUBNET, "subnet-0000000c"] },
        ["update"],
        { subnet_ids: ["subnet-0000000c"] },
      ],
    ],
    [
      "a route in the table, which AWS would let dangle",
      ["aws_route.x", { route_table_id: "rtb-0000000b" }, ["delete"], null],
    ],
  ])("after %s", (_, holder) => {
    const plans = [gone, planned("private-instances", [holder])];
    expect(orderOf(plans).stacks).toEqual(["private-instances", "network"]);
    expect(orderLines(orderReport(plans))[0]).toMatch(/^1\. private-instances: makes way for network\/aws_/);
  });

  test.each<[string, Has]>([
    [
      "stays elsewhere",
      ["aws_instance.x", { subnet_id: "subnet-0000000c" }, REPLACED, { subnet_id: "subnet-0000000d" }],
    ],
    ["only names it in a tag", ["aws_instance.x", { tags: { Name: "network" } }, ["delete"], null]],
  ])("not after what %s", (_, other) => {
    expect(orderOf([gone, planned("private-instances", [other])]).stacks).toEqual([
      "network",
      "private-instances",
    ]);
  });

  test("and what AWS lists in an earlier stack's resource is no holder: a route in its table, a rule in its group", () => {
    const table: Has = [
      "aws_route_table.private_b",
      { id: "rtb-0000000b", route: [{ network_interface_id: CARD }] },
      ["delete"],
      null,
    ];
    const plans = [
      network(table, subnet(["delete"])),
      planned("nat-instance", [
        ["aws_network_interface.card1", { id: CARD, subnet_id: SUBNET }, ["delete"], null],
      ]),
      planned("routes", [
        ["aws_route.x", { route_table_id: "rtb-0000000b", network_interface_id: CARD }, ["delete"], null],
      ]),
    ];
    expect(orderOf(plans).stacks).toEqual(["routes", "nat-instance", "network"]);
  });

  test("routes move to another host before theirs is destroyed", () => {
    const plans = [
      planned("nat-instance", [["aws_network_interface.card1", { id: CARD }, ["delete"], null]]),
      planned("routes", [
        ["aws_route.x", { network_interface_id: CARD }, ["update"], { network_interface_id: "eni-0000000b" }],
      ]),
    ];
    expect(orderOf(plans).stacks).toEqual(["routes", "nat-instance"]);
    expect(orderLines(orderReport(plans))[0]).toContain("which would lead nowhere otherwise");
  });
});

describe("who cannot be planned yet leaves first", () => {
  const replaced = network(subnet(REPLACED, { vpc_id: VPC, cidr_block: "10.8.9.0/24" }));
  const elsewhere = { subnet_id: "subnet-00000000" };
  const natInstance = planned(
    "nat-instance",
    [
      ["aws_iam_role.nat", { id: "nat" }],
      ["aws_network_interface.card1", { id: CARD, subnet_id: SUBNET }, REPLACED, elsewhere],
      ["aws_instance.nat_b", { id: HOST }, REPLACED, {}, ["aws_network_interface.card1", "aws_iam_role.nat"]],
      [
        "aws_eip.nat_b",
        { id: "eipalloc-0000000a" },
        ["update"],
        {},
        ["aws_instance.nat_b", "aws_network_interface.card1"],
      ],
      ["aws_instance.nat_c", { id: "i-0000000c" }, REPLACED, {}],
    ],
    { preview: "network is about to change it" },
  );

  test("with what is replaced along with it, and neither the Elastic IP nor another zone's host", () => {
    const { stacks, leaving } = orderOf([replaced, natInstance]);
    expect(stacks).toEqual(["nat-instance", "network"]);
    expect([...leaving]).toEqual([["nat-instance", ["aws_network_interface.card1", "aws_instance.nat_b"]]]);
  });

  test("and is said to be offline until a later round", () => {
    const report = orderReport([replaced, natInstance]);
    expect(orderLines(report)).toEqual([
      "1. nat-instance destroys aws_network_interface.card1, aws_instance.nat_b and nothing else yet: makes way for network/aws_subnet.private_b, which AWS deletes only when nothing is left there",
      "2. network",
      "Then plan and apply again, until nothing is left: the rest is made in later rounds",
    ]);
    expect(offlineLines(report)).toEqual([expect.stringContaining("nat-instance: aws_instance.nat_b: gone")]);
  });

  test("and so do those who stand in what leaves: a rule that names its group", () => {
    const group: Has = ["aws_security_group.private", { id: "sg-0000000a", vpc_id: VPC }, REPLACED, {}];
    const rule: Has = [
      "aws_vpc_security_group_ingress_rule.x",
      { security_group_id: "sg-0000000b", referenced_security_group_id: "sg-0000000a" },
      REPLACED,
      {},
    ];
    const plans = [
      network(["aws_vpc.vpc", { id: VPC }, REPLACED, {}]),
      planned("private-instances", [group], { preview: "x" }),
      planned("routes", [rule], { preview: "x" }),
    ];
    expect(orderOf(plans).stacks).toEqual(["routes", "private-instances", "network"]);
    expect([...orderOf(plans).leaving.keys()].sort()).toEqual(["private-instances", "routes"]);
  });
});

describe("a stack that terraform cannot change in one go leaves first itself, with all that it destroys", () => {
  const vpc: Has = ["aws_vpc.vpc", { id: VPC }, REPLACED, {}];

  test("because it would move the gateway out of the VPC too late", () => {
    const gateway: Has = [
      "aws_internet_gateway.gateway",
      { id: "igw-00000001", vpc_id: VPC },
      ["update"],
      {},
      ["aws_vpc.vpc"],
    ];
    const { leaving } = orderOf([network(vpc, gateway, subnet(REPLACED, {}))]);
    expect([...leaving]).toEqual([
      ["network", ["aws_vpc.vpc", "aws_subnet.private_b", "aws_internet_gateway.gateway"]],
    ]);
  });

  test("because a subnet takes the range of one that goes", () => {
    const next: Has = [
      "aws_subnet.private_c",
      { id: "subnet-0000000c", cidr_block: "10.8.4.0/24" },
      REPLACED,
      { cidr_block: "10.8.2.0/24" },
    ];
    expect([...orderOf([network(subnet(["delete"]), next)]).leaving.values()]).toEqual([
      ["aws_subnet.private_b", "aws_subnet.private_c"],
    ]);
    const own: Has = subnet(REPLACED, { cidr_block: "10.8.2.0/25" });
    expect(orderOf([network(own)]).leaving.size).toBe(0);
  });
});

test("what no plan takes away is said to be in the way", () => {
  const instance: Has = ["aws_instance.x", { id: HOST, subnet_id: SUBNET }];
  const plans = [network(subnet(["delete"])), planned("private-instances", [instance])];
  expect(stuckLines(orderReport(plans))).toEqual([
    "network/aws_subnet.private_b cannot be deleted while private-instances/aws_instance.x is there, which no plan takes away; take it away first",
  ]);
});

test("an internet gateway is held by the public addresses behind it", () => {
  const plans = [
    network(
      ["aws_internet_gateway.gateway", { id: "igw-00000001", vpc_id: VPC }, ["delete"], null],
      subnet(["no-op"], { vpc_id: VPC }),
    ),
    planned("nat-instance", [
      ["aws_instance.nat_b", { subnet_id: SUBNET, public_ip: "192.0.2.1" }, ["delete"], null],
    ]),
  ];
  expect(orderOf(plans).stacks).toEqual(["nat-instance", "network"]);
});
