import { Topology } from "../topology/model";
import { DrawOptions, draw } from "./draw";
import { COLOURS, PALETTE, Look } from "./palette";
import { BOX_NAMES, Box, Link, Node, boxesOf, nodesOf } from "./picture";

/** The network as a Mermaid flowchart, which pages such as GitHub's draw themselves. */
export function toMermaid(topology: Topology, options: DrawOptions = {}): string {
  const picture = draw(topology, options);
  const routes = new Map(nodesOf(picture).map(({ key, details }) => [key, details]));
  const marked = picture.links.flatMap(({ marked }, index) => (marked ? [index] : []));
  return [
    "flowchart LR",
    ...picture.boxes.flatMap(boxLines),
    ...picture.nodes.map(nodeLine),
    ...picture.links.map((link) => linkLine(link, routes)),
    ...boxesOf(picture).map(({ key, kind }) => `class ${idOf(key)} ${kind}`),
    ...Object.entries(COLOURS).map(([name, look]) => classLine(name, look)),
    ...(marked.length > 0
      ? [`linkStyle ${marked.join(",")} stroke:${PALETTE.path.light},stroke-width:3px`]
      : []),
    "",
  ].join("\n");
}

function boxLines({ kind, key, name, detail, ipv6, boxes, nodes }: Box): string[] {
  const words = [BOX_NAMES[kind], name, detail, ipv6].filter((word) => word !== undefined);
  return [
    `subgraph ${idOf(key)}["${escape(words.join(" "))}"]`,
    ...boxes.flatMap(boxLines),
    ...nodes.map(nodeLine),
    "end",
  ];
}

function nodeLine({ kind, key, name, details, marked, stops }: Node): string {
  // A table's prefixes are on its arrows.
  const lines = [name, ...(kind === "route-table" ? [] : details), ...(stops ? ["stops here"] : [])];
  return `${idOf(key)}["${lines.map(escape).join("<br/>")}"]:::${marked ? "path" : kind}`;
}

function linkLine(
  { kind, from, to, line = 0, marked }: Link,
  details: ReadonlyMap<string, readonly string[]>,
): string {
  const ends = marked === "back" ? [to, from] : [from, to];
  const [left, right] = ends.map(idOf);
  switch (kind) {
    case "route":
    case "target":
      return `${left} -- "${escape(details.get(from)![line]!)}" --> ${right}`;
    case "same-instance":
      return `${left} ${marked ? '== "same instance" ==>' : '== "same instance" ==='} ${right}`;
    case "rules":
      return `${left} -.- ${right}`;
    default:
      return `${left} --> ${right}`;
  }
}

/** Fill and letters are both fixed, so that one is readable on the other whatever the page's theme. */
function classLine(name: string, { fill, edge }: Look): string {
  return `classDef ${name} fill:${fill.light},stroke:${edge.light},color:${PALETTE.text.light}`;
}

function idOf(key: string): string {
  return key.replace(/[^A-Za-z0-9]/g, "_");
}

function escape(text: string): string {
  return text.replace(/[#"<>&]/g, (letter) => `#${letter.charCodeAt(0)};`);
}
