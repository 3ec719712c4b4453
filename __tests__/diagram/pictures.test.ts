import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(__dirname, "../../docs/diagrams");

/** How wide GitHub shows a README. */
const PAGE_PX = 830;

/** What can still be read. */
const SMALLEST_TEXT_PX = 11;

interface Rectangle {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

describe.each(readdirSync(FOLDER).filter((file) => file.endsWith(".svg")))("%s", (file) => {
  const svg = readFileSync(join(FOLDER, file), "utf8");
  const [width, height] = svg
    .match(/viewBox="0\.00 0\.00 ([\d.]+) ([\d.]+)"/)!
    .slice(1)
    .map(Number) as [number, number];

  test("its smallest text can be read at a README's width", () => {
    const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size));
    expect(Math.min(...sizes) * Math.min(1, PAGE_PX / width)).toBeGreaterThanOrEqual(SMALLEST_TEXT_PX);
  });

  test("nothing is cut off", () => {
    const [, x, y] = svg.match(/class="graph" transform="[^"]*translate\(([\d.]+) ([\d.]+)\)"/)!.map(Number);
    for (const { left, right, top, bottom } of [...rectangles(svg, "node"), ...rectangles(svg, "cluster")]) {
      expect(Math.min(left + x!, top + y!)).toBeGreaterThanOrEqual(0);
      expect(right + x!).toBeLessThanOrEqual(width);
      expect(bottom + y!).toBeLessThanOrEqual(height);
    }
  });

  test("no two nodes overlap", () => {
    const nodes = rectangles(svg, "node");
    expect(nodes.length).toBeGreaterThan(5);
    const overlaps = nodes.flatMap((one, index) =>
      nodes.slice(index + 1).flatMap((other) => (overlap(one, other) ? [`${one.name}, ${other.name}`] : [])),
    );
    expect(overlaps).toEqual([]);
  });

  test("zones are from top to bottom in their order, and private subnets to the left of public ones", () => {
    const boxes = rectangles(svg, "cluster").map((box) => ({ ...box, label: labelAt(svg, box.name) }));
    const zones = boxes.filter(({ label }) => label.startsWith("zone "));
    const byPlace = [...zones].sort((a, b) => a.top - b.top).map(({ label }) => label);
    expect(byPlace).toEqual([...byPlace].sort());
    const rightmostPrivate = boxes
      .filter(({ label }) => label.startsWith("private"))
      .map(({ right }) => right);
    const leftmostPublic = boxes.filter(({ label }) => label.startsWith("public")).map(({ left }) => left);
    expect(Math.max(...rightmostPrivate)).toBeLessThan(Math.min(...leftmostPublic));
  });
});

function rectangles(svg: string, kind: "node" | "cluster"): Rectangle[] {
  return groups(svg, kind).map(({ name, body }) => {
    const numbers = body
      .match(/ (?:d|points)="([^"]+)"/)![1]!
      .match(/-?[\d.]+/g)!
      .map(Number);
    const [xs, ys] = [0, 1].map((odd) => numbers.filter((_, index) => index % 2 === odd));
    return {
      name,
      left: Math.min(...xs!),
      right: Math.max(...xs!),
      top: Math.min(...ys!),
      bottom: Math.max(...ys!),
    };
  });
}

function groups(svg: string, kind: string): { name: string; body: string }[] {
  const found = svg.matchAll(
    new RegExp(`<g id="[^"]+" class="${kind}">\\n<title>([^<]+)</title>([^]*?)</g>`, "g"),
  );
  return [...found].map(([, name, body]) => ({ name: name!, body: body! }));
}

function labelAt(svg: string, name: string): string {
  const { body } = groups(svg, "cluster").find((group) => group.name === name)!;
  return [...body.matchAll(/>([^<]+)<\/text>/g)].map(([, text]) => text!.trim()).join(" ");
}

function overlap(one: Rectangle, other: Rectangle): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
