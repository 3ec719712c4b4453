import { CANDIDATES, CandidateId } from "../../bench/candidates";
import { rowsOf } from "../../bench/report";
import { Summary, summarize } from "../../bench/summary";

const ALL_MET: Record<CandidateId, [seconds: number, megabytes: number]> = {
  app: [0.7, 150],
  synth: [2.4, 280],
  floor: [2, 280],
  private10: [0.71, 150],
  private100: [0.8, 155],
  private1000: [1.7, 220],
};

function verdicts(measured: Partial<typeof ALL_MET> = {}): Record<string, string> {
  const summaries = Object.entries({ ...ALL_MET, ...measured }).map(([id, [seconds, megabytes]]) => [
    id,
    { seconds, fastest: seconds, slowest: seconds, megabytes } satisfies Summary,
  ]);
  const [, ...rows] = rowsOf(Object.fromEntries(summaries) as Record<CandidateId, Summary>);
  return Object.fromEntries(rows.map((row) => [row[0], row.at(-1)]));
}

const aimOf = (id: CandidateId, measured?: Partial<typeof ALL_MET>) =>
  verdicts(measured)[CANDIDATES[id].name];

describe("the aims", () => {
  test("are met at their limits", () => {
    expect(Object.values(verdicts()).filter(Boolean)).toEqual([
      "≤ 0.7 s: met, ≤ 150 MB: met",
      "≤ 1.2 × empty: met (1.20 ×)",
      "grows linearly: met (1.00 ms each, 1.00 ms up to 100)",
    ]);
  });

  test("of the app are missed one by one", () => {
    expect(aimOf("app", { app: [0.701, 150] })).toBe("≤ 0.7 s: missed, ≤ 150 MB: met");
    expect(aimOf("app", { app: [0.7, 151] })).toBe("≤ 0.7 s: met, ≤ 150 MB: missed");
  });

  test("of cdktf synth are missed against the empty stack", () => {
    expect(aimOf("synth", { floor: [1.9, 280] })).toBe("≤ 1.2 × empty: missed (1.26 ×)");
  });

  test("of growth are missed when an instance takes longer the more there are", () => {
    expect(aimOf("private1000", { private1000: [2.0, 220] })).toBe(
      "grows linearly: missed (1.33 ms each, 1.00 ms up to 100)",
    );
  });
});

test("a summary is the median, the extremes and the highest peak", () => {
  const runs = [3.0004, 1, 2.0006].map((seconds, index) => ({ seconds, megabytes: 100.4 + index }));
  expect(summarize(runs)).toEqual({ seconds: 2.001, fastest: 1, slowest: 3, megabytes: 102 });
});
