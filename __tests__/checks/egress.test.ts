import { egressWarnings } from "../../lib/checks/egress";
import { ResourceChange } from "../../lib/terraform-json/plan-json";
import { network, spoiled } from "../reachability/networks";
import { StackName } from "../support/synthesize";
import { DESTROY, REPLACE, warnings } from "./warnings";

describe("another way out", () => {
  const moved = {
    stack: "routes",
    address: "aws_route.private_b_default",
    actions: ["update"],
    before: { destination_cidr_block: "0.0.0.0/0", network_interface_id: "eni-1" },
    after: { destination_cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-1" },
  } as const;
  const host = { address: "aws_instance.nat_b", actions: DESTROY };
  const after = () => network({ nat: { kind: "gateway" } });

  test("costs the connections that are open, when the route changes in place", () => {
    const found = warnings(network(), after(), [moved, host], [], ["nat-instance"]);
    expect(found).toMatchObject([
      {
        resource: "routes/aws_route.private_b_default",
        what: "the default route",
        consequence:
          "the private subnet of eu-central-1b (private-b) goes another way from then on: open connections are lost",
      },
    ]);
  });

  test("is no way out when nothing leads to it: then what is left behind is missed", () => {
    const nowhere = spoiled("routes", ({ resource }) => delete resource.aws_route, {
      nat: { kind: "gateway" },
    });
    const [warning] = warnings(network(), nowhere, [host], [], ["nat-instance"]);
    expect(warning!.consequence).toContain("is offline from then on");
  });
});

describe("egress is at risk where something stops to let it pass", () => {
  const interfaceChange = {
    address: "aws_network_interface.nat_b_card1",
    actions: ["update"] as const,
    before: { source_dest_check: false },
    after: { source_dest_check: true },
  };
  const checked = () =>
    spoiled("nat-instance", ({ resource }) => {
      resource.aws_network_interface.nat_b_card1.source_dest_check = true;
    });

  test("the source/destination check of the NAT host's network interface", () => {
    const [warning, ...others] = warnings(network(), checked(), [interfaceChange]);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({
      resource: "nat-instance/aws_network_interface.nat_b_card1",
      kind: "update",
      reason: "source_dest_check false → true",
    });
    expect(warning!.consequence).toContain("is offline from then on: ");
  });

  test("and what changes its tags alone is not to blame", () => {
    const tags = { before: { tags_all: { Team: "net" } }, after: { tags_all: { Team: "other" } } };
    const host = { address: "aws_instance.nat_b", actions: ["update"] as const, ...tags };
    const found = warnings(network(), checked(), [interfaceChange, host]);
    expect(found.map(({ resource }) => resource)).toEqual(["nat-instance/aws_network_interface.nat_b_card1"]);
  });

  test("for one protocol alone", () => {
    const after = spoiled("nat-instance", ({ resource }) => {
      const rule = resource.aws_vpc_security_group_egress_rule.nat;
      Object.assign(rule, { ip_protocol: "tcp", from_port: 443, to_port: 443 });
    });
    const change = {
      address: "aws_vpc_security_group_egress_rule.nat",
      actions: ["update"] as const,
      before: { ip_protocol: "-1" },
      after: { ip_protocol: "tcp" },
    };
    const [warning] = warnings(network(), after, [change]);
    expect(warning!.consequence).toMatch(
      /^the private subnet of eu-central-1b \(private-b\) has no internet by UDP and ping from then on/,
    );
  });

  test("by something new, which takes nothing away", () => {
    const after = spoiled("network", ({ resource }) => {
      resource.aws_route.detour = {
        route_table_id: "${aws_route_table.private_b.id}",
        destination_cidr_block: "128.0.0.0/1",
        gateway_id: "${aws_internet_gateway.gateway.id}",
      };
    });
    const created = { stack: "network" as const, address: "aws_route.detour", actions: ["create"] as const };
    const [warning] = warnings(network(), after, [created]);
    expect(warning!.consequence).toContain("(private-b) is offline from then on: ");
  });
});

test("an expectation that is met before and would not be is at risk", () => {
  const expect_ = [
    { from: "private-0", to: "private-1", protocol: "icmp" as const, reachable: true },
    { from: "private-0", to: "private-1", port: 22, reachable: false },
  ];
  const lets = {
    security_group_id: "${aws_security_group.private.id}",
    referenced_security_group_id: "${aws_security_group.private.id}",
    ip_protocol: "icmp",
    from_port: -1,
    to_port: -1,
  };
  const before = spoiled("private-instances", ({ resource }) => {
    resource.aws_vpc_security_group_ingress_rule = { ping: lets };
  });
  const address = "aws_vpc_security_group_ingress_rule.ping";
  const resource: ResourceChange = {
    address,
    mode: "managed",
    type: "aws_vpc_security_group_ingress_rule",
    name: "ping",
    change: { actions: DESTROY, before: {}, after: null },
  };
  const stacks = [{ name: "private-instances", plan: { resource_changes: [resource] } }];
  expect(egressWarnings({ stacks, before: [before], after: network(), expect: expect_ })).toMatchObject([
    {
      resource: `private-instances/${address}`,
      consequence: expect.stringMatching(
        /^private-0 → private-1 by icmp, which the environment expects, is cut off from then on: /,
      ),
    },
  ]);
  const withoutHost = expect_.map((each) => ({ ...each, without: ["nat-b"] }));
  expect(egressWarnings({ stacks, before: [before], after: network(), expect: withoutHost })).toEqual([]);
});

test("what something is called is nothing to go by", () => {
  const renamed = (json: any) => {
    json.resource.aws_route = { out: json.resource.aws_route.private_b_default };
  };
  const after = spoiled("routes", ({ resource }) => delete resource.aws_route);
  const change = { stack: "routes" as const, address: "aws_route.out", actions: DESTROY };
  expect(warnings(spoiled("routes", renamed), after, [change])).toMatchObject([
    { resource: "routes/aws_route.out", what: "the route" },
  ]);
});

test.each<[StackName, string]>([
  ["private-instances", "aws_instance.private_0"],
  ["network", "aws_default_security_group.default"],
  ["nat-instance", "aws_iam_role.nat_profile"],
  ["network", "aws_route_table_association.elsewhere"],
])("what no packet to the internet passes is no risk: %s/%s", (stack, address) => {
  const before = network();
  expect(warnings(before, before, [{ stack, address, actions: REPLACE }])).toEqual([]);
});

test("what does not work before is not at risk, nor is a subnet that is given up", () => {
  const change = { address: "aws_instance.nat_b", actions: DESTROY };
  const before = network({}, ["network", "nat-instance", "private-instances"]);
  expect(warnings(before, before, [change])).toEqual([]);
  const nothing = network({ vpcCidr: "10.9.0.0/16", zones: ["eu-central-1a"] });
  expect(warnings(network(), nothing, [change])).toEqual([]);
});
