import { egressWarnings } from "../../lib/checks/egress";
import { Action, ResourceChange } from "../../lib/terraform-json/plan-json";
import { Topology } from "../../lib/topology";
import { network, spoiled } from "../reachability/networks";
import { StackName } from "../support/synthesize";

const TWO_ZONES = { zones: ["eu-central-1b", "eu-central-1c"], nat: { placement: "per-zone" as const } };

interface Planned {
  readonly stack?: StackName;
  readonly address: string;
  readonly actions: readonly Action[];
  readonly before?: object;
  readonly after?: object;
}

/** What is warned of when a plan makes these changes, from one network to another. */
function warnings(
  before: Topology,
  after: Topology,
  changes: readonly Planned[],
  previews: StackName[] = [],
) {
  const stacks = (["network", "nat-instance", "private-instances", "routes"] as const).map((name) => ({
    name,
    ...(previews.includes(name) && { preview: "nat-instance is about to change something" }),
    plan: {
      resource_changes: changes
        .filter(({ stack = "nat-instance" }) => stack === name)
        .map((change): ResourceChange => {
          const [type, label] = change.address.split(".") as [string, string];
          const { address, actions, before: old = {}, after: next = null } = change;
          return {
            address,
            mode: "managed",
            type,
            name: label,
            change: { actions, before: old, after: next },
          };
        }),
    },
  }));
  return egressWarnings({ stacks, before: [before], after });
}

const DESTROY = ["delete"] as const;
const REPLACE = ["delete", "create"] as const;

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

function idOf({ networkInterfaces }: Topology, address: string): string {
  return networkInterfaces.find((each) => each.address === address)!.id;
}
