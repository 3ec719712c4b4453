import { planned } from "../checks/plans";
import { changesOf, driftOf } from "../../lib/terraform-json/changes";
import { PlanJson } from "../../lib/terraform-json/plan-json";

const driftIn = (scenario: Parameters<typeof planned>[0]) =>
  planned(scenario).flatMap(({ name, plan }) => driftOf(plan).map((drift) => ({ stack: name, ...drift })));

describe("what was changed outside", () => {
  test.each(["default-tag-added", "default-tag-changed"] as const)(
    "is nothing where the default tags are others in the stacks: %s",
    (scenario) => {
      // Though terraform lists the groups' rules, the roles' policies, disks' empty tags and every tag.
      expect(planned(scenario).flatMap(({ plan }) => plan.resource_drift!).length).toBeGreaterThan(4);
      expect(driftIn(scenario)).toEqual([]);
    },
  );

  test("is an argument of one resource", () => {
    expect(driftIn("check-switched-on")).toEqual([
      {
        stack: "nat-instance",
        address: "aws_network_interface.nat_b_card1",
        deleted: false,
        attributes: [{ name: "source_dest_check", before: "false", after: "true" }],
      },
    ]);
  });

  test("is a tag, each by its name", () => {
    expect(driftIn("tagged-by-hand")).toMatchObject([
      {
        address: "aws_instance.nat_b",
        attributes: [
          { name: "tags.Team", before: '"net"', after: '"hacked"' },
          { name: "tags.Extra", before: "null", after: '"1"' },
        ],
      },
    ]);
  });

  test("is a resource that is gone and is made again", () => {
    expect(driftOf(plan({ actions: ["delete"], before: { id: "r" } }, { actions: ["create"] }))).toEqual([
      { address: "aws_route.a", deleted: true, attributes: [] },
    ]);
    expect(driftOf(plan({ actions: ["delete"], before: { id: "r" } }, { actions: ["no-op"] }))).toEqual([]);
  });

  test("is not what an interrupted apply had yet to learn of what it made", () => {
    const values = [{ hibernation: null }, { hibernation: false }];
    const drift = { actions: ["update"], before: values[0]!, after: values[1]! } as const;
    const change = { actions: ["delete", "create"], before: values[1]!, after: values[0]! } as const;
    const found = plan(drift, change);
    expect(driftOf(found)).toHaveLength(1);
    const [resource] = found.resource_changes!;
    const tainted = { ...resource!, action_reason: "replace_because_tainted" };
    expect(driftOf({ ...found, resource_changes: [tainted] })).toEqual([]);
  });

  test("is not what the plan leaves as it is, nor what it knows nothing of yet", () => {
    const drift = { actions: ["update"], before: { ip: "a", size: 1 }, after: { ip: "b", size: 1 } } as const;
    const change = {
      actions: ["update"],
      before: { ip: "b", size: 1 },
      after: { ip: "b", size: 2 },
    } as const;
    expect(driftOf(plan(drift, change))).toEqual([]);
    const unknown = { ...change, after: { size: 1 }, after_unknown: { ip: true } };
    expect(driftOf(plan(drift, unknown))).toEqual([]);
    expect(driftOf(plan(drift, { ...change, after: { ip: "a", size: 1 } }))).toHaveLength(1);
  });
});

describe("what changes when default tags do", () => {
  test.each([
    ["default-tag-added", { name: "tags.Owner", before: "null", after: '"ops"' }],
    ["default-tag-changed", { name: "tags.Team", before: '"net"', after: '"other"' }],
  ] as const)("is that tag, of each resource: %s", (scenario, tag) => {
    const changes = planned(scenario).flatMap(({ plan }) => changesOf(plan));
    expect(changes.length).toBeGreaterThan(4);
    for (const { attributes } of changes) expect(attributes[0]).toMatchObject(tag);
  });
});

type Change = NonNullable<PlanJson["resource_drift"]>[number]["change"];

function plan(drift: Change, change: Change): PlanJson {
  const route = { address: "aws_route.a", mode: "managed", type: "aws_route", name: "a" } as const;
  return {
    resource_drift: [{ ...route, change: drift }],
    resource_changes: [{ ...route, change }],
  };
}
