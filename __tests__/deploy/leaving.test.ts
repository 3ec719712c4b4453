import { offlineLines, orderLines } from "../../lib/deploy/in-words";
import { orderOf, orderReport } from "../../lib/deploy/order";
import { INTERFACE, HOST, Has, REPLACED, SUBNET, VPC, network, planned, subnet } from "./planned-stacks";

describe("who cannot be planned yet leaves first", () => {
  const replaced = network(subnet(REPLACED, { vpc_id: VPC, cidr_block: "10.8.9.0/24" }));
  const elsewhere = { subnet_id: "subnet-00000000" };
  const natInstance = planned(
    "nat-instance",
    [
      ["aws_iam_role.nat", { id: "nat" }],
      ["aws_network_interface.card1", { id: INTERFACE, subnet_id: SUBNET }, REPLACED, elsewhere],
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
    expect(offlineLines(report)).toEqual([
      expect.stringContaining("nat-instance: aws_instance.nat_b: destroyed now"),
    ]);
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
