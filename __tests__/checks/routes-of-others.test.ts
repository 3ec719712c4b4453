import { checkPolicy } from "../../lib/checks/policy";
import { routeTarget } from "../../lib/checks/routes-of-others";
import { Action, Values } from "../../lib/terraform-json/plan-json";
import { Has, INTERFACE, REPLACED, planned } from "../deploy/planned-stacks";
import { GATEWAY, TABLE, existingEnvironment } from "../support/existing-fields";
import { testEnvironment } from "../support/synthesize";

const ADDRESS = `aws_route.${TABLE}_default`;
const THEIRS = { nat_gateway_id: GATEWAY };
const OURS = { network_interface_id: INTERFACE };

const hosts = planned("nat-instance", [["aws_network_interface.nat_a_card1", { id: INTERFACE }]]);
const destination = { destination_cidr_block: "0.0.0.0/0" };

function route(values: Values, actions: Action[], after: Values | null = null): Has {
  return [ADDRESS, { route_table_id: TABLE, ...destination, ...values }, actions, after];
}

/** What the plan of one route breaks, beside a NAT host, and what is excused. */
function judged(has: Has, environment = existingEnvironment(), tables: Has[] = []) {
  const stacks = [planned("network", tables), hosts, planned("routes", [has])];
  const { violations, excused } = checkPolicy(stacks, environment);
  return [
    violations.map(({ rule, resource }) => `${rule} ${resource}`),
    excused.map(({ because }) => because),
  ];
}

const BROKEN = [[`no-route-of-others-destroyed routes/${ADDRESS}`], []];
const KEPT = [[], []];

describe("a default route of a table that is not ours", () => {
  test.each<[string, Has, typeof BROKEN]>([
    ["is not destroyed", route(THEIRS, ["delete"]), BROKEN],
    ["nor while it leads to us", route(OURS, ["delete"]), BROKEN],
    ["nor made anew", route(THEIRS, REPLACED, THEIRS), BROKEN],
    ["by IPv6 neither", route({ destination_ipv6_cidr_block: "::/0", ...THEIRS }, ["delete"]), BROKEN],
    ["may lead elsewhere", route(THEIRS, ["update"], OURS), KEPT],
    ["may be forgotten where it leads to what is theirs", route(THEIRS, ["forget"]), KEPT],
    ["but not where it leads to us", route(OURS, ["forget"]), BROKEN],
    [
      "and another route is not judged",
      route({ destination_cidr_block: "192.168.0.0/16", ...THEIRS }, ["delete"]),
      KEPT,
    ],
  ])("%s", (_, has, expected) => expect(judged(has)).toEqual(expected));

  test("also when the environment names no network any more", () => {
    expect(judged(route(THEIRS, ["delete"]), testEnvironment())).toEqual(BROKEN);
  });

  test("goes where there was none before, and every plan says so", () => {
    const environment = existingEnvironment({}, "none");
    expect(judged(route(OURS, ["delete"]), environment)).toEqual([
      [],
      [`${TABLE} had no default route before`],
    ]);
    expect(judged(route(THEIRS, ["update"], OURS), environment)).toEqual(KEPT);
  });

  test("is ours to destroy in a table that we have made", () => {
    const table: Has = ["aws_route_table.private_a", { id: TABLE }];
    expect(judged(route(OURS, ["delete"]), testEnvironment(), [table])).toEqual(KEPT);
  });
});

test("what a route leads to is what changes, where the provider keeps the old beside it", () => {
  expect(routeTarget(OURS)).toBe(INTERFACE);
  expect(routeTarget({ ...OURS, ...THEIRS }, { ...OURS, nat_gateway_id: "" })).toBe(GATEWAY);
  expect(routeTarget({ nat_gateway_id: null, network_interface_id: "" })).toBeUndefined();
});
