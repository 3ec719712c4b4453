import { States, readState } from "../../../lib/deploy/state/content";
import { StateFolder } from "../../../lib/deploy/state/folder";
import { planMove } from "../../../lib/deploy/state/move";
import { StateOptions, stateText } from "./text";

const ORDER = ["network", "nat-instance", "routes"];
const OTHER = "22222222-0000-0000-0000-000000000000";
const FROM: StateFolder = { type: "local", path: "/from" };
const TO: StateFolder = {
  type: "s3",
  bucket: "states",
  region: "eu-central-1",
  prefix: "shop/office",
  encrypt: true,
  useLockfile: true,
};

function states(byStack: Record<string, StateOptions>): States {
  return new Map(Object.entries(byStack).map(([stack, options]) => [stack, readState(stateText(options))!]));
}

function move(from: States, to: States) {
  return planMove({ folder: FROM, states: from }, { folder: TO, states: to }, ORDER);
}

const all = states({
  network: {},
  "nat-instance": {},
  routes: {},
  "nat-gateway": {},
  destroyed: { ids: [] },
});

test("every state with resources is moved, that of a stack that is no more too, and what all need is last", () => {
  expect(move(all, new Map())).toMatchObject({
    stacks: ["nat-gateway", "routes", "nat-instance", "network"],
    done: [],
  });
});

test("what was moved before is not moved again, also when it has changed there since", () => {
  const there = states({ routes: {}, "nat-instance": { serial: 2, ids: ["vpc-1", "vpc-2"] } });
  expect(move(all, there)).toMatchObject({
    stacks: ["nat-gateway", "network"],
    done: ["routes", "nat-instance"],
  });
});

test.each<[string, StateOptions, boolean]>([
  ["a destroyed one", { ids: [], lineage: OTHER, serial: 9 }, true],
  ["the one that it has grown from", { serial: 1 }, true],
  ["another deployment's", { lineage: OTHER, serial: 1 }, false],
  ["one that was changed as often, in another way", { serial: 2, ids: ["vpc-9"] }, false],
])("over %s: %#", (_, there, isMoved) => {
  const from = states({ network: { serial: 2 } });
  const to = states({ network: there });
  if (isMoved) expect(move(from, to).stacks).toEqual(["network"]);
  else
    expect(() => move(from, to)).toThrow(
      /^network: s3:\/\/states\/shop\/office has another state already, with 1 resource; nothing was moved from .*\/from\./,
    );
});
