import { BOOTS, BootId } from "../../bench/nat/boots";
import { CONTESTANTS, CONTESTANT_IDS, ContestantId } from "../../bench/nat/contestants";
import { FIGURES, Measurement } from "../../bench/nat/figures";
import { Round, againstPlainTable, bootsTable, conditions, figuresTable } from "../../bench/nat/report";
import { Rows } from "../../bench/page";

const PLAIN: Measurement = {
  stream: 10,
  connections: 20_000,
  roundTrip: 8,
  streamCpu: 100,
  packetCpu: 400,
};

/** A round in which all contestants are like plain forwarding, but for the changes. */
function round(
  changes: Partial<Record<ContestantId, Partial<Measurement>>> = {},
  boots: Partial<Record<BootId, number>> = {},
): Round {
  const rules = CONTESTANT_IDS.map((id) => [id, { ...PLAIN, ...changes[id] }]);
  return {
    rules: Object.fromEntries(rules) as Round["rules"],
    boots: { first: 2, again: 1, nftablesAlone: 3, ...boots },
  };
}

function cell([head, ...rows]: Rows, row: string, column: string): string {
  return rows.find(([name]) => name === row)![head!.indexOf(column)]!;
}

test("a figure is the median of all rounds, with the lowest and the highest, in its unit's digits", () => {
  const streams = [9.004, 7, 8.126];
  const table = figuresTable(streams.map((stream) => round({ article: { stream } })));
  expect(cell(table, CONTESTANTS.article.name, FIGURES.stream.head)).toBe("8.13 (7.00 to 9.00)");
  expect(cell(table, CONTESTANTS.plain.name, FIGURES.connections.head)).toBe("20000 (20000 to 20000)");
});

test("the median of an even number of rounds lies between the two in the middle", () => {
  const table = figuresTable([1, 2, 4, 9].map((stream) => round({ both: { stream } })));
  expect(cell(table, CONTESTANTS.both.name, FIGURES.stream.head)).toBe("3.00 (1.00 to 9.00)");
});

describe("against plain forwarding", () => {
  test("each round is compared with itself, so that a slow one changes nothing", () => {
    const rounds = [1, 10, 100].map((stream) =>
      round({ plain: { stream }, networkd: { stream: stream / 2 } }),
    );
    const table = againstPlainTable(rounds);
    expect(cell(table, CONTESTANTS.networkd.name, FIGURES.stream.head)).toBe("0.50 (0.50 to 0.50) ×");
  });

  test("a round trip is what comes on top, with its sign", () => {
    const rounds = [9.1, 9, 7.5].map((roundTrip) => round({ both: { roundTrip } }));
    const table = againstPlainTable(rounds);
    expect(cell(table, CONTESTANTS.both.name, FIGURES.roundTrip.head)).toBe("+1.00 (-0.50 to +1.10)");
  });

  test("plain forwarding itself has no row, and every other contestant has", () => {
    const [, ...rows] = againstPlainTable([round()]);
    const names = CONTESTANT_IDS.map((id) => CONTESTANTS[id].name);
    expect(rows.map(([name]) => name)).toEqual(names.filter((name) => name !== CONTESTANTS.plain.name));
  });
});

test("power-on is in seconds", () => {
  const table = bootsTable([2.04, 3, 1.96].map((first) => round({}, { first })));
  expect(cell(table, BOOTS.first, "seconds")).toBe("2.0 (2.0 to 3.0)");
});

test("the conditions say how many rounds there were", () => {
  expect(conditions(5)).toMatch(/^Medians of 5 rounds \(lowest to highest\) on \d+ × .+ with Node v/);
});
