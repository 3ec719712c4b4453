import { States, readState } from "../../../lib/deploy/state/content";
import { statesElsewhere } from "../../../lib/deploy/state/elsewhere";
import { StateFolder, placeOf } from "../../../lib/deploy/state/folder";
import { StateOptions, stateText } from "./text";

const OTHER = "22222222-0000-0000-0000-000000000000";
const NONE: States = new Map();

/** What is found at `state/there`, and whether it is certain, when the environment's own states are `own`. */
function found(own: States, there: States): boolean | undefined {
  const recognition = {
    environment: { project: "nat-instance", environment: "office" },
    others: ["production"],
    stacks: ["network", "routes"],
  };
  return statesElsewhere(own, [{ folder: local("/there"), states: there }], recognition)[0]?.isCertain;
}

function local(path: string): StateFolder {
  return { type: "local", path };
}

function states(byStack: Record<string, StateOptions>): States {
  return new Map(Object.entries(byStack).map(([stack, options]) => [stack, readState(stateText(options))!]));
}

describe("of an environment with no state where its backend is", () => {
  test.each<[string, States, boolean | undefined]>([
    ["its own", states({ network: {} }), true],
    ["its own, of which the first stack was destroyed", states({ network: { ids: [] }, routes: {} }), true],
    ["one of its name in another project", states({ network: { project: "shop" } }), false],
    ["one of no environment that there is", states({ network: { environment: "old" } }), false],
    ["another environment's", states({ network: { environment: "production" } }), undefined],
    ["one without a resource", states({ network: { ids: [] } }), undefined],
    ["nothing", NONE, undefined],
  ])("%s", (_, there, isCertain) => expect(found(NONE, there)).toBe(isCertain));

  test("a state that nobody signed is nobody's", () => {
    const unsigned = readState(stateText().replaceAll("tags_all", "tags"))!;
    expect(unsigned.owner).toBeUndefined();
    expect(found(NONE, new Map([["network", unsigned]]))).toBeUndefined();
  });

  test("one of another name with the lineage of what was destroyed here is its own, if it has moved on", () => {
    const destroyed = states({ network: { ids: [], serial: 5 } });
    expect(found(destroyed, states({ network: { environment: "old", serial: 6 } }))).toBe(true);
    expect(found(destroyed, states({ network: { environment: "old", serial: 4 } }))).toBeUndefined();
  });
});

describe("of an environment that has a state", () => {
  const own = states({ network: { serial: 3 } });

  test.each<[string, States, boolean | undefined]>([
    ["the backup of a move", states({ network: { serial: 2 } }), undefined],
    [
      "that, with a stack that was destroyed",
      states({ network: { serial: 2 }, routes: { ids: [] } }),
      undefined,
    ],
    ["a copy", states({ network: { serial: 3 } }), undefined],
    ["one as old, with something else in it", states({ network: { serial: 3, ids: ["vpc-2"] } }), true],
    ["one that has moved on", states({ network: { serial: 4 } }), true],
    ["one that was moved in part", states({ network: { serial: 2 }, routes: { lineage: OTHER } }), true],
    ["a second deployment", states({ network: { lineage: OTHER, serial: 9 } }), undefined],
    ["one that may be its own", states({ routes: { environment: "old", lineage: OTHER } }), undefined],
  ])("%s", (_, there, isCertain) => expect(found(own, there)).toBe(isCertain));
});

test("the backup that an earlier move left is not offered beside what has become of it, and a copy once", () => {
  const old = (byStack: Record<string, StateOptions>) =>
    states(
      Object.fromEntries(
        Object.entries(byStack).map(([stack, options]) => [stack, { environment: "old", ...options }]),
      ),
    );
  const recognition = {
    environment: { project: "nat-instance", environment: "office" },
    others: [],
    stacks: ["network", "routes"],
  };
  const places = (...there: States[]) =>
    statesElsewhere(
      NONE,
      there.map((each, index) => ({ folder: local(`/${index}`), states: each })),
      recognition,
    ).map(({ folder }) => placeOf(folder));
  const [backup, now] = [old({ network: {}, routes: {} }), old({ network: { serial: 9 }, routes: {} })];
  expect(places(backup, now)).toEqual([placeOf(local("/1"))]);
  expect(places(now, backup)).toEqual([placeOf(local("/0"))]);
  expect(places(now, now)).toEqual([placeOf(local("/0"))]);
  // Each has something that the other has not.
  expect(places(backup, old({ network: { serial: 9 } }))).toHaveLength(2);
  expect(places(now, old({ network: { lineage: OTHER } }))).toHaveLength(2);
});

test("what is certain comes first", () => {
  const recognition = {
    environment: { project: "nat-instance", environment: "office" },
    others: [],
    stacks: ["network"],
  };
  const elsewhere = statesElsewhere(
    NONE,
    [
      { folder: local("/old"), states: states({ network: { environment: "old" } }) },
      { folder: local("/own"), states: states({ network: {} }) },
    ],
    recognition,
  );
  expect(elsewhere.map(({ folder }) => placeOf(folder).split("/").at(-1))).toEqual(["own", "old"]);
});
