import { TakenRoute } from "../../lib/checks/take-over";
import {
  forgottenLines,
  givenBackLines,
  importedLines,
  takenOverLines,
} from "../../lib/deploy/take-over-words";
import { GATEWAY, TABLE } from "../support/existing-fields";

const THEIRS = { id: GATEWAY, isOurs: false, seenAs: "203.0.113.7" };
const OURS = { id: "eni-0123456789abcdef0", isOurs: true, seenAs: "198.51.100.9" };

function route(changes: Partial<TakenRoute>): TakenRoute {
  return {
    resource: `routes/aws_route.${TABLE}_default`,
    routeTableId: TABLE,
    subnetIds: ["subnet-1"],
    kind: "update",
    wayOutToday: GATEWAY,
    ...changes,
  };
}

/** All that is said of a route: taken over, given back, imported, forgotten. */
function said(changes: Partial<TakenRoute>): string[][] {
  const routes = [route(changes)];
  return [takenOverLines(routes), givenBackLines(routes), importedLines(routes), forgottenLines(routes)];
}

test("taken over, with both addresses, what it costs and the way back", () => {
  expect(said({ from: THEIRS, to: OURS })).toEqual([
    [
      `${TABLE}, which rules subnet-1: to ${GATEWAY} (seen as 203.0.113.7) until now, then to ${OURS.id} (seen as 198.51.100.9)`,
      "Open connections drop, and allow-lists of others that name the old address break",
      "The way back: network.takeOver: false, then npm run plan && npm run apply",
    ],
    [],
    [],
    [],
  ]);
});

test("given back, and how to take over again", () => {
  const [taken, given] = said({ from: OURS, to: THEIRS });
  expect(taken).toEqual([]);
  expect(given!.at(-1)).toBe(
    "To take over again: network.takeOver: true, then npm run plan && npm run apply",
  );
});

test("from one way out of ours to another it is neither", () => {
  expect(said({ from: OURS, to: { ...OURS, id: "nat-0123456789abcdef1" } })).toEqual([[], [], [], []]);
});

test("where nobody knows the address, or the way is yet to be made", () => {
  const [[line]] = said({ from: { ...THEIRS, seenAs: undefined }, to: { isOurs: true } }) as [[string]];
  expect(line).toBe(
    `${TABLE}, which rules subnet-1: to ${GATEWAY} until now, then to our way out, which is yet to be made`,
  );
});

test("a way back that would lead elsewhere than today is named", () => {
  const [[line]] = said({ from: { ...THEIRS, id: "tgw-0123456789abcdef0" }, to: OURS }) as [[string]];
  expect(line).toContain(
    `back it would lead to ${GATEWAY}, which the environment gives as its wayOutToday: correct that first`,
  );
});

test("where there was no route, nobody's connections drop", () => {
  const [made] = said({ kind: "create", wayOutToday: undefined, to: OURS });
  expect(made).toEqual([
    `${TABLE}, which rules subnet-1: none until now, then to ${OURS.id} (seen as 198.51.100.9)`,
    "The way back: network.takeOver: false, then npm run plan && npm run apply",
  ]);
  const [, taken] = said({ kind: "destroy", wayOutToday: undefined, from: OURS });
  expect(taken![0]).toContain("until now, then none, as before");
});

test("imported, and forgotten, with where it leads", () => {
  const to = { from: THEIRS, to: THEIRS };
  expect(said({ kind: "import", ...to })).toEqual([
    [],
    [],
    [`${TABLE}, which rules subnet-1: it stays as it is, to ${GATEWAY} (seen as 203.0.113.7)`],
    [],
  ]);
  expect(said({ kind: "forget", ...to })[3]).toEqual([
    `${TABLE}, which rules subnet-1: it stays in AWS as it is, to ${GATEWAY} (seen as 203.0.113.7)`,
    "Once this is applied all else can be destroyed, and no route of theirs goes with it",
  ]);
});
