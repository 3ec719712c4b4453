import { additionsOf } from "../../lib/checks/added-by-hand";
import { checkPolicy } from "../../lib/checks/policy";
import { PlannedStack } from "../../lib/checks/planned";
import { Resource } from "../../lib/terraform-json/plan-json";
import { Topology } from "../../lib/topology";
import { network, spoiled } from "../reachability/networks";
import { testEnvironment } from "../support/synthesize";
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

  test("leads not to an interface that is no NAT host's", () => {
    expect(broken(leadsTo({ network_interface_id: "eni-1" }))).toEqual(["routes/aws_route.any_name"]);
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
