import { orderLines, stuckLines } from "../../lib/deploy/in-words";
import { orderOf, orderReport } from "../../lib/deploy/order";
import { INTERFACE, HOST, Has, REPLACED, SUBNET, VPC, network, planned, subnet } from "./planned-stacks";

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
      { id: "rtb-0000000b", route: [{ network_interface_id: INTERFACE }] },
      ["delete"],
      null,
    ];
    const plans = [
      network(table, subnet(["delete"])),
      planned("nat-instance", [
        ["aws_network_interface.card1", { id: INTERFACE, subnet_id: SUBNET }, ["delete"], null],
      ]),
      planned("routes", [
        [
          "aws_route.x",
          { route_table_id: "rtb-0000000b", network_interface_id: INTERFACE },
          ["delete"],
          null,
        ],
      ]),
    ];
    expect(orderOf(plans).stacks).toEqual(["routes", "nat-instance", "network"]);
  });

  test("routes move to another host before theirs is destroyed", () => {
    const plans = [
      planned("nat-instance", [["aws_network_interface.card1", { id: INTERFACE }, ["delete"], null]]),
      planned("routes", [
        [
          "aws_route.x",
          { network_interface_id: INTERFACE },
          ["update"],
          { network_interface_id: "eni-0000000b" },
        ],
      ]),
    ];
    expect(orderOf(plans).stacks).toEqual(["routes", "nat-instance"]);
    expect(orderLines(orderReport(plans))[0]).toContain("which would lead nowhere otherwise");
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
