import { draw } from "../../lib/diagram/draw";
import { nodesOf } from "../../lib/diagram/picture";
import { oneZone } from "./topologies";

const OUT = [
  "i-private-0",
  "eni-private-0",
  "sg-any",
  "rtb-private-b",
  "eni-nat-b-1",
  "i-nat-b",
  "eni-nat-b-0",
  "rtb-public",
  "igw-1",
  "internet",
];

test("a path marks the nodes that it passes and no others", () => {
  expect(markedNodes(OUT).sort()).toEqual(
    [
      "eni-private-0",
      "rtb-private-b",
      "eni-nat-b-1",
      "eni-nat-b-0",
      "rtb-public",
      "igw-1",
      "internet",
    ].sort(),
  );
});

test("a path marks the links that it takes, and adds a link where there is none", () => {
  expect(markedLinks(OUT)).toEqual(
    [
      "igw-1 > internet (way-out, forward)",
      "eni-nat-b-1 > eni-nat-b-0 (same-instance, forward)",
      "rtb-private-b > eni-nat-b-1 (route, forward)",
      "rtb-public > igw-1 (route, forward)",
      "eni-private-0 > rtb-private-b (path, forward)",
      "eni-nat-b-0 > rtb-public (path, forward)",
    ].sort(),
  );
});

test("a path against a link's direction marks it as such", () => {
  expect(markedLinks(["internet", "igw-1"])).toEqual(["igw-1 > internet (way-out, back)"]);
});

test("the other links stay as they are", () => {
  const plain = draw(oneZone()).links;
  const others = draw(oneZone(), { highlight: ["igw-1", "internet"] }).links.filter(({ marked }) => !marked);
  expect(others).toEqual(plain.filter(({ kind }) => kind !== "way-out"));
});

test("without a path nothing is marked", () => {
  expect(markedNodes([])).toEqual([]);
  expect(markedLinks([])).toEqual([]);
});

test("the place where a path stops is marked as that, whether or not a path leads there", () => {
  const { boxes, nodes } = draw(oneZone(), { highlight: ["igw-1"], stoppedAt: "i-private-0" });
  const stops = nodesOf({ boxes, nodes }).filter((node) => node.stops);
  expect(stops.map(({ key }) => key)).toEqual(["eni-private-0"]);
});

function markedNodes(highlight: string[]): string[] {
  return nodesOf(draw(oneZone(), { highlight }))
    .filter(({ marked }) => marked)
    .map(({ key }) => key);
}

function markedLinks(highlight: string[]): string[] {
  return draw(oneZone(), { highlight })
    .links.filter(({ marked }) => marked)
    .map(({ kind, from, to, marked }) => `${from} > ${to} (${kind}, ${marked})`)
    .sort();
}
