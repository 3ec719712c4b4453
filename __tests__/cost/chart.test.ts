import { chart } from "../../lib/cost/chart";
import { readPrices } from "../../lib/cost/files";
import { Estimate, price } from "../../lib/cost/price";
import { NetworkShape, network } from "./network";
import { Box, attributes, elements, overlap, textBoxes } from "./svg";

function estimate(shape: NetworkShape = {}, gb = 100): Estimate {
  return price(network(shape), readPrices("eu-central-1"), { gb, endpointGb: 1 });
}

const SHAPES: [string, NetworkShape, number][] = [
  ["one zone", {}, 100],
  ["three zones", { zones: 3 }, 100],
  ["a gateway beside the instances", { zones: 3, natInstances: 2, natGateways: 1 }, 100],
  ["no endpoints", { endpoints: 0 }, 100],
  ["very much traffic", { zones: 3 }, 2_000_000],
];

describe.each(SHAPES)("the chart of %s", (_, shape, gb) => {
  const svg = chart(estimate(shape, gb));

  test("is well-formed XML", () => {
    expect(elements(svg)[0]!.name).toBe("svg");
  });

  test("has no label over another or cut off", () => {
    const [, , width, height] = attributes(elements(svg)[0]!)["viewBox"]!.split(" ").map(Number);
    const boxes = textBoxes(svg);
    expect(boxes.length).toBeGreaterThan(12);
    for (const box of boxes) {
      const inside = box.left >= 0 && box.right <= width! && box.top >= 0 && box.bottom <= height!;
      expect([box.words, inside]).toEqual([box.words, true]);
    }
    const pairs = boxes.flatMap((a, i) => boxes.slice(i + 1).map((b): [Box, Box] => [a, b]));
    expect(pairs.filter(([a, b]) => overlap(a, b)).map(([a, b]) => `${a.words} / ${b.words}`)).toEqual([]);
  });

  test("draws each variant once, inside the axes, and names it in the legend", () => {
    const { variants } = estimate(shape, gb);
    const words = textBoxes(svg).map((box) => box.words);
    variants.forEach(({ name, asIs }) => expect(words).toContain(asIs ? `${name} (as it is)` : name));
    const lines = seriesOf(svg);
    expect(lines).toHaveLength(2 * variants.length);
    lines.slice(0, variants.length).forEach(({ y1, y2 }) => {
      expect(Math.min(Number(y1), Number(y2))).toBeGreaterThanOrEqual(64);
      expect(Math.max(Number(y1), Number(y2))).toBeLessThanOrEqual(364);
    });
    const looks = lines.slice(0, variants.length).map((line) => line["class"]);
    expect(new Set(looks).size).toBe(variants.length);
    expect(lines.slice(variants.length).map((line) => line["class"])).toEqual(looks);
  });
});

describe("the chart", () => {
  const svg = chart(estimate());

  test("has axes with units", () => {
    const words = textBoxes(svg).map((box) => box.words);
    expect(words).toContain("US dollars a month");
    expect(words).toContain("GB a month between the private instances and the internet");
    expect(words).toEqual(expect.arrayContaining(["$0", "$50", "$100", "$150", "0", "200", "1,000"]));
  });

  test("draws a cost where its axis says", () => {
    const [asIs] = seriesOf(svg);
    const { fixed } = estimate().variants[0].costLine;
    // $0 is at 364 and $150 at 64.
    expect(Number(asIs!["y1"])).toBeCloseTo(364 - (300 * fixed) / 150, 0);
    expect(asIs!["y2"]).toBe(asIs!["y1"]);
  });

  test("dashes what has no endpoints only beside what has", () => {
    const dashed = (given: NetworkShape) =>
      seriesOf(chart(estimate(given))).filter((line) => line["class"]!.includes("without")).length;
    expect(dashed({})).toBe(6);
    expect(dashed({ endpoints: 0 })).toBe(0);
  });

  test("dots the regional gateway, which costs what the zonal ones below it do, and nothing else", () => {
    const { variants } = estimate({ zones: 3 });
    const series = seriesOf(chart(estimate({ zones: 3 }))).slice(0, variants.length);
    const dotted = variants.filter((_, index) => series[index]!["class"]!.includes("regional"));
    expect(dotted.map(({ wayOut }) => wayOut.regionalZones)).toEqual([3, 3]);
    expect(svg).toMatch(/^\.regional \{ stroke-dasharray: /m);
  });

  test("has colours of its own for a dark page, each class that it has for a light one", () => {
    const [light, dark] = svg.split("@media (prefers-color-scheme: dark)");
    const rules = (css: string) => [...css.matchAll(/^\s*(\S.*) \{ (?:fill|stroke): (#\w{6}) \}$/gm)];
    const byClass = new Map(rules(dark!).map(([, selector, colour]) => [selector, colour]));
    expect(rules(light!).length).toBeGreaterThan(8);
    for (const [, selector, colour] of rules(light!)) {
      expect(byClass.get(selector)).toMatch(/^#/);
      expect(byClass.get(selector)).not.toBe(colour);
    }
  });
});

function seriesOf(svg: string): Record<string, string>[] {
  return elements(svg)
    .filter(({ name }) => name === "line")
    .map(attributes)
    .filter((line) => line["class"]!.startsWith("series"));
}
