import { additionsOf } from "../../lib/checks/added-by-hand";
import { checkPolicy } from "../../lib/checks/policy";
import { EnvironmentInput } from "../../lib/config/schema";
import { PlannedStack } from "../../lib/checks/planned";
import { Resource } from "../../lib/terraform-json/plan-json";
import { Topology } from "../../lib/topology";
import { network, spoiled } from "../reachability/networks";
import { synthesize, testEnvironment } from "../support/synthesize";
import { planned } from "./plans";

const ENVIRONMENT = testEnvironment();

/** What breaks a rule, of a network and of resources that a plan leads to. */
function breakers(rule: string, after: Topology, stacks: readonly PlannedStack[] = []): string[] {
  const { violations } = checkPolicy(stacks, ENVIRONMENT, { after });
  return violations.filter((violation) => violation.rule === rule).map(({ resource }) => resource);
}

describe("the default route of a private subnet", () => {
  const leadsTo = (target: object) =>
    spoiled("routes", ({ resource }) => {
      const { route_table_id, destination_cidr_block } = resource.aws_route.private_b_default;
      resource.aws_route = { any_name: { route_table_id, destination_cidr_block, ...target } };
    });
  const broken = (after: Topology) => breakers("private-default-route-to-nat", after);

  test("leads to a NAT host, and is there", () => {
    expect(broken(network())).toEqual([]);
    const without = network({}, ["network", "nat-instance", "private-instances"]);
    expect(broken(without)).toEqual(["network/aws_route_table.private_b"]);
  });

  test("is not the internet gateway's, which would make a public subnet of what the environment calls private", () => {
    const astray = spoiled("network", ({ resource }) => {
      resource.aws_route.any_name = {
        ...resource.aws_route.public_default,
        route_table_id: "${aws_route_table.private_b.id}",
        destination_cidr_block: undefined,
        destination_ipv6_cidr_block: "::/0",
      };
    });
    expect(broken(astray)).toEqual(["network/aws_route.any_name"]);
  });

  test("leads to a NAT gateway, or is not there where the environment wants no way out by IPv4", () => {
    expect(broken(network({ nat: { kind: "gateway" } }))).toEqual([]);
    const none = { nat: { kind: "none" }, ipv6: "egress-only" } as const;
    const { violations } = checkPolicy([], testEnvironment(none), { after: network(none) });
    expect(violations).toEqual([]);
    expect(broken(network(none))).toEqual(["network/aws_route_table.private_b"]);
  });

  test("leads not to an interface that is no NAT host's", () => {
    expect(broken(leadsTo({ network_interface_id: "eni-1" }))).toEqual(["routes/aws_route.any_name"]);
  });
});

describe("the source/destination check is off", () => {
  const off = (address: string) => {
    const [type, name] = address.split(".") as [string, string];
    const resource: Resource = { address, mode: "managed", type, name, values: { source_dest_check: false } };
    return [{ name: "nat-instance", plan: { planned_values: { root_module: { resources: [resource] } } } }];
  };
  const broken = (nat: EnvironmentInput["nat"], after = network({ nat })) =>
    checkPolicy(off("aws_network_interface.nat_b_card1"), testEnvironment({ nat }), { after }).violations;

  test("on a NAT host that stands by, where the environment says so", () => {
    const standby = { kind: "gateway", standby: "instance" } as const;
    expect(broken(standby)).toEqual([]);
    expect(broken({ kind: "gateway" }, network({ nat: standby }))).toMatchObject([
      { rule: "source-dest-check-on", resource: "nat-instance/aws_network_interface.nat_b_card1" },
    ]);
  });

  test("but on no other host's, such as a private instance's", () => {
    const standby = { kind: "gateway", standby: "instance" } as const;
    const { violations } = checkPolicy(
      off("aws_instance.private_0").map((stack) => ({ ...stack, name: "private-instances" })),
      testEnvironment({ nat: standby }),
      { after: network({ nat: standby }) },
    );
    expect(violations.map(({ rule }) => rule)).toContain("source-dest-check-on");
  });
});

describe("a published service that is open to the internet", () => {
  const environment = testEnvironment({
    publish: [{ name: "web", port: 443, allowedCidrs: ["0.0.0.0/0", "203.0.113.0/24"] }],
    exceptions: { "publish.web": "a public web site" },
  });
  const { resource } = synthesize(environment).json("published");
  const resources = Object.entries<any>(resource.aws_vpc_security_group_ingress_rule).map(
    ([name, values]) => ({
      address: `aws_vpc_security_group_ingress_rule.${name}`,
      mode: "managed" as const,
      type: "aws_vpc_security_group_ingress_rule",
      name,
      values,
    }),
  );
  const stacks = [{ name: "published", plan: { planned_values: { root_module: { resources } } } }];

  test("is excepted for the reason that the environment gives, and no part of it is called idle", () => {
    expect(checkPolicy(stacks, environment)).toEqual({
      violations: [],
      excused: [
        {
          rule: "no-open-ingress",
          resource: "published/aws_vpc_security_group_ingress_rule.published_web_from_0_0_0_0_0",
          because: "a public web site",
        },
      ],
      idle: [],
    });
  });

  test("and is not without", () => {
    const { violations } = checkPolicy(stacks, { ...environment, policyExceptions: [] });
    expect(violations).toHaveLength(1);
  });
});

describe("a launch template that gives public addresses", () => {
  const after = network();
  const resource = (type: string, name: string, values: object): Resource => ({
    ...{ address: `${type}.${name}`, mode: "managed", type, name },
    values: values as Resource["values"],
  });
  const template = resource("aws_launch_template", "web", {
    network_interfaces: [{ associate_public_ip_address: "true" }],
  });
  const subnets = ["private_b", "public_b"].map((name) => resource("aws_subnet", name, {}));
  const group = resource("aws_autoscaling_group", "web", {});
  const launchedIn = (subnet: string): PlannedStack[] => {
    const expressions = {
      launch_template: [{ id: { references: ["aws_launch_template.web.id", "aws_launch_template.web"] } }],
      vpc_zone_identifier: { references: [`aws_subnet.${subnet}.id`, `aws_subnet.${subnet}`] },
    };
    const resources = [template, group, ...subnets];
    const configuration = { root_module: { resources: [{ address: group.address, expressions }] } };
    return [{ name: "network", plan: { planned_values: { root_module: { resources } }, configuration } }];
  };
  const broken = (stacks: PlannedStack[]) => breakers("no-public-address-in-private-tier", after, stacks);

  test.each([
    ["private_b", ["network/aws_launch_template.web"]],
    ["public_b", []],
  ])("is for %s: %j", (subnet, expected) => expect(broken(launchedIn(subnet))).toEqual(expected));

  test("is for anything where nothing says what", () => {
    const plan = { planned_values: { root_module: { resources: [template] } } };
    expect(broken([{ name: "network", plan }])).toEqual(["network/aws_launch_template.web"]);
  });
});

describe("a rule that was added by hand and breaks a policy", () => {
  const stacks = planned("rules-added");
  const additions = additionsOf(stacks, "eu-central-1");

  test("is named with what it lets in and the command that revokes it", () => {
    const { violations } = checkPolicy(stacks, ENVIRONMENT, { additions });
    expect(violations).toMatchObject([
      {
        rule: "no-open-ingress",
        resource: "private-instances/aws_security_group.private",
        byHand: [
          { what: "ingress of tcp, port 443 from 0.0.0.0/0", undo: expect.stringContaining("revoke") },
        ],
      },
    ]);
    // Others that were added by hand to the same group break nothing.
    expect(violations[0]!.byHand).toHaveLength(1);
  });

  test("and what was not added by hand is not called so", () => {
    const { violations } = checkPolicy(stacks, ENVIRONMENT);
    expect(violations.map(({ byHand }) => byHand)).toEqual([[]]);
  });
});
