import { Topology } from "../../lib/topology";
import { network, spoiled } from "../reachability/networks";
import { StackName } from "../support/synthesize";
import { DESTROY, Planned, REPLACE, warnings } from "./warnings";

const TWO_ZONES = { zones: ["eu-central-1b", "eu-central-1c"], nat: { placement: "per-zone" as const } };

describe("egress is at risk where an element on the way is destroyed and nothing takes its place", () => {
  const cases: [string, StackName, string, string, (json: any) => void][] = [
    [
      "the default route",
      "routes",
      "aws_route.private_b_default",
      "route table private-b of subnet private-b has no route",
      ({ resource }) => delete resource.aws_route,
    ],
    [
      "the public default route",
      "network",
      "aws_route.public_default",
      "route table public of subnet public-b has no route",
      ({ resource }) => delete resource.aws_route.public_default,
    ],
    [
      "the rule that lets the private instances into the NAT host",
      "routes",
      "aws_vpc_security_group_ingress_rule.nat_from_private",
      "no ingress rule of security group nat",
      ({ resource }) => delete resource.aws_vpc_security_group_ingress_rule,
    ],
    [
      "the rule that lets the NAT host out",
      "nat-instance",
      "aws_vpc_security_group_egress_rule.nat",
      "no egress rule of security group nat",
      ({ resource }) => delete resource.aws_vpc_security_group_egress_rule,
    ],
    [
      "the rule that lets the private instances out",
      "private-instances",
      "aws_vpc_security_group_egress_rule.private",
      "no egress rule of security group private",
      ({ resource }) => delete resource.aws_vpc_security_group_egress_rule,
    ],
  ];
  test.each(cases)("%s", (_, stack, address, why, spoil) => {
    const [warning, ...others] = warnings(network(), spoiled(stack, spoil), [
      { stack, address, actions: DESTROY },
    ]);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ resource: `${stack}/${address}`, kind: "destroy" });
    expect(warning!.consequence).toContain(
      "the private subnet of eu-central-1b (private-b) is offline from then on: ",
    );
    expect(warning!.consequence).toContain(why);
  });

  test("the attachment of the NAT host's network interface", () => {
    const before = network();
    const after = spoiled("nat-instance", ({ resource }) => delete resource.aws_network_interface_attachment);
    const attachment = {
      address: "aws_network_interface_attachment.nat_b",
      before: { network_interface_id: idOf(before, "aws_network_interface.nat_b_card1") },
    };
    expect(warnings(before, after, [{ ...attachment, actions: DESTROY }])).toMatchObject([
      { what: "the attachment of the NAT host's network interface", kind: "destroy" },
    ]);
    const [replaced] = warnings(before, before, [{ ...attachment, actions: REPLACE }]);
    expect(replaced!.consequence).toBe(
      "the private subnet of eu-central-1b (private-b) is offline until it is made anew, by the same apply",
    );
    const other = { ...attachment, before: { network_interface_id: "eni-1" } };
    expect(warnings(before, before, [{ ...other, actions: REPLACE }])).toEqual([]);
  });

  test("the NAT host: nobody is told to wait for a new one", () => {
    const after = spoiled("nat-instance", ({ resource, output }) => {
      delete resource.aws_instance;
      delete resource.aws_network_interface_attachment;
      delete resource.aws_eip;
      Object.keys(output).forEach((name) => /instance|eip/.test(output[name].value) && delete output[name]);
    });
    const [host] = warnings(network(), after, [{ address: "aws_instance.nat_b", actions: DESTROY }]);
    expect(host).toMatchObject({ what: "the NAT host", kind: "destroy" });
    expect(host!.consequence).toContain("is offline from then on: the route leads to");
    expect(host!.consequence).not.toMatch(/boot|minutes/);
  });
});

describe("egress is at risk where an element on the way is replaced", () => {
  test("the NAT host: for the time that a new one takes, and in its zone alone", () => {
    const before = network(TWO_ZONES);
    expect(warnings(before, before, [{ address: "aws_instance.nat_c", actions: REPLACE }])).toEqual([
      {
        resource: "nat-instance/aws_instance.nat_c",
        what: "the NAT host",
        kind: "replace",
        consequence:
          "the private subnet of eu-central-1c (private-c) is offline for about four minutes, until the new host has " +
          "booted; open connections are lost",
      },
    ]);
  });

  test("the one NAT host of two zones: in both", () => {
    const before = network({ zones: ["eu-central-1b", "eu-central-1c"] });
    const [host] = warnings(before, before, [{ address: "aws_instance.nat_b", actions: REPLACE }]);
    expect(host!.consequence).toMatch(
      /^the private subnets of eu-central-1b and eu-central-1c \(private-b, private-c\) are offline/,
    );
  });

  test.each<[StackName, string]>([
    ["network", "aws_internet_gateway.gateway"],
    ["network", "aws_route_table.private_b"],
    ["network", "aws_subnet.public_b"],
    ["network", "aws_subnet.private_b"],
    ["network", "aws_vpc.vpc"],
    ["nat-instance", "aws_security_group.nat"],
    ["nat-instance", "aws_network_interface.nat_b_card1"],
    ["private-instances", "aws_security_group.private"],
  ])("%s/%s", (stack, address) => {
    const before = network();
    expect(warnings(before, before, [{ stack, address, actions: REPLACE }])).toMatchObject([
      { resource: `${stack}/${address}`, kind: "replace" },
    ]);
  });

  test("and another stack's plan, which has to follow, is a preview", () => {
    const before = network();
    const changes: Planned[] = [
      { address: "aws_network_interface.nat_b_card1", actions: REPLACE },
      { stack: "routes", address: "aws_route.private_b_default", actions: ["update"] },
    ];
    const [warning] = warnings(before, before, changes, ["routes"]);
    expect(warning!.consequence).toContain("is offline until routes can be planned and applied too");
  });

  test("the Elastic IP: others see another address", () => {
    const before = network();
    const eip = { address: "aws_eip.nat_b", actions: REPLACE, before: { public_ip: "203.0.113.7" } };
    const [warning] = warnings(before, before, [eip]);
    expect(warning).toMatchObject({
      what: "the Elastic IP",
      consequence: "others see another address than 203.0.113.7: allow-lists that name the old one break",
    });
  });
});

function idOf({ networkInterfaces }: Topology, address: string): string {
  return networkInterfaces.find((each) => each.address === address)!.id;
}
