import fc from "fast-check";
import { CostLine, compare } from "../../lib/cost/break-even";

const line = (fixed: number, perGb: number): CostLine => ({ fixed, perGb });

describe("two costs against traffic", () => {
  test("break even where the cheaper start is the dearer gigabyte", () => {
    expect(compare(line(10, 0.05), line(40, 0.02))).toEqual({
      gb: expect.closeTo(1000),
      below: "first",
      above: "second",
    });
    expect(compare(line(40, 0.02), line(10, 0.05))).toEqual({
      gb: expect.closeTo(1000),
      below: "second",
      above: "first",
    });
  });

  test.each([
    ["starts lower and rises less", line(10, 0.01), line(40, 0.05), "first"],
    ["starts lower and rises alike", line(10, 0.05), line(40, 0.05), "first"],
    ["starts alike and rises less", line(10, 0.01), line(10, 0.05), "first"],
    ["starts higher and rises more", line(40, 0.05), line(10, 0.01), "second"],
    ["is the same but for rounding", line(10, 0.1 + 0.2), line(10, 0.3), "neither"],
  ] as const)("do not where the first %s", (_, first, second, cheaper) => {
    expect(compare(first, second)).toEqual({ cheaper });
  });

  test("are equal at the break-even, whatever they are", () => {
    const amount = fc.double({ min: 0, max: 500, noNaN: true });
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(amount, rate, amount, rate, (f1, r1, f2, r2) => {
        const comparison = compare(line(f1, r1), line(f2, r2));
        if (!("gb" in comparison)) return;
        expect(comparison.gb).toBeGreaterThan(0);
        const at = (fixed: number, perGb: number) => fixed + perGb * comparison.gb;
        expect(at(f1, r1) / at(f2, r2)).toBeCloseTo(1, 6);
      }),
      { numRuns: 50 },
    );
  });
});
