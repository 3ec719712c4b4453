import { Topology } from "../topology/model";
import { legend } from "./dot-legend";
import { DrawOptions, draw } from "./draw";
import { COLOURS, PALETTE, darkStyle } from "./palette";
import { BOX_NAMES, Box, Link, Node, Picture, anchorOf, boxesOf, nodesOf } from "./picture";

export interface DotOptions extends DrawOptions {
  /** What the picture shows. */
  readonly title: string;
}

/** The network in Graphviz's language. */
export function toDot(topology: Topology, { title, ...options }: DotOptions): string {
  const picture = draw(topology, options);
  return [
    `digraph ${quote(title)} {`,
    `graph [rankdir=LR compound=true bgcolor="${PALETTE.page.light}" pad=0.1 nodesep=0.12 ranksep=0.35 ${FONT}`,
    `  labelloc=b label=<${legend(picture)}>]`,
    `node [shape=plain ${FONT}]`,
    `edge [arrowsize=0.7]`,
    // Graphviz stacks from bottom to top.
    ...picture.nodes.toReversed().map(nodeLine),
    ...picture.boxes.toReversed().flatMap(boxLines),
    ...picture.links.map((link) => linkLine(link, picture)),
    ...leftToRight(picture).map(([left, right]) => `${quote(left)} -> ${quote(right)} [style=invis]`),
    "}",
    "",
  ].join("\n");
}

// Its letters are the widest of the usual fonts: what fits with it fits with those too.
const FONT = `fontname="Verdana" fontsize=12 fontcolor="${PALETTE.text.light}"`;

function boxLines(box: Box): string[] {
  const { fill, edge } = COLOURS[box.kind];
  const style = box.kind === "zone" ? "rounded,filled,dashed" : "rounded,filled";
  return [
    `subgraph ${quote(`cluster ${box.key}`)} {`,
    `graph [margin=8 labelloc=t labeljust=l style="${style}" fillcolor="${fill.light}" color="${edge.light}"`,
    `  label=<${boxLabel(box)}>]`,
    ...box.nodes.toReversed().map(nodeLine),
    ...box.boxes.toReversed().flatMap(boxLines),
    // Graphviz leaves out a box with nothing in it, and links from a node without extent.
    ...(nodesOf(box).length === 0 && box.boxes.length === 0
      ? [`${quote(anchorOf(box))} [style=invis shape=box width=0.5 height=0.2 label=""]`]
      : []),
    "}",
  ];
}

/** A subnet's is in two lines, because subnets side by side make the picture wide. */
function boxLabel({ kind, name, detail }: Box): string {
  const range = detail === undefined ? "" : ` <font color="${PALETTE.quiet.light}">${escape(detail)}</font>`;
  const lineBreak = kind.endsWith("subnet") ? '</td></tr><tr><td align="left">' : " ";
  const text = `${BOX_NAMES[kind]}${lineBreak}<b>${escape(name)}</b>${range}`;
  return `<table border="0" cellspacing="0" cellpadding="1"><tr><td align="left">${text}</td></tr></table>`;
}

function nodeLine({ kind, key, name, details, marked, stops }: Node): string {
  const { fill, edge } = COLOURS[marked ? "path" : kind];
  const rows = [
    `<tr><td width="72"><b>${escape(name)}</b></td></tr>`,
    ...details.map((detail, line) => `<tr><td port="${line}">${escape(detail)}</td></tr>`),
    ...(stops ? [`<tr><td><b>stops here</b></td></tr>`] : []),
  ];
  const look = `style="rounded" border="${marked ? 2 : 1}" bgcolor="${fill.light}" color="${edge.light}"`;
  const table = `<table ${look} cellborder="0" cellspacing="0" cellpadding="4">${rows.join("")}</table>`;
  return `${quote(key)} [label=<${table}>]`;
}

const LINK_LOOKS: Record<Link["kind"], string> = {
  route: `color="${PALETTE.route.light}"`,
  rules: `color="${PALETTE.route.light}" style=dashed arrowhead=none`,
  "same-instance": `color="${PALETTE.natHostEdge.light}" penwidth=5 arrowhead=none weight=5`,
  "way-out": `color="${PALETTE.quiet.light}"`,
  path: "constraint=false",
};

function linkLine({ kind, from, to, line, marked }: Link, { boxes }: Picture): string {
  const box = kind === "rules" && boxesOf({ boxes }).find(({ key }) => key === from);
  const tail = box ? quote(anchorOf(box)) : quote(from) + (line === undefined ? "" : `:"${line}":e`);
  const looks = [
    LINK_LOOKS[kind],
    ...(box ? [`ltail=${quote(`cluster ${from}`)}`] : []),
    ...(marked ? [`color="${PALETTE.path.light}" dir=${marked} arrowhead=normal`] : []),
    ...(marked && kind !== "same-instance" ? ["penwidth=3"] : []),
  ];
  return `${tail} -> ${quote(to)} [${looks.join(" ")}]`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

type Pair = readonly [left: string, right: string];

/** Pairs of nodes of which one belongs to the left of the other, so that the way out leads from left to right. */
function leftToRight({ boxes: vpcs }: Picture): Pair[] {
  return vpcs.flatMap(({ boxes: zones }) => zones.flatMap(({ boxes: subnets }) => subnets.flatMap(pairsOf)));
}

function pairsOf(subnet: Box, _: number, subnets: readonly Box[]): Pair[] {
  const wayOut = subnet.nodes.find(isWayOut)?.key ?? anchorOfPublic(subnet, subnets);
  const others = subnet.nodes.filter((node) => !isWayOut(node) && node.kind !== "route-table");
  return wayOut === undefined ? [] : others.map(({ key }) => [key, wayOut]);
}

function anchorOfPublic({ kind }: Box, subnets: readonly Box[]): string | undefined {
  const target = kind === "private-subnet" && subnets.find((subnet) => subnet.kind === "public-subnet");
  return target ? anchorOf(target) : undefined;
}

function isWayOut({ kind }: Node): boolean {
  return kind === "nat-host" || kind === "gateway";
}

/** Makes of Graphviz's SVG one that a page shows at its natural size, in light and dark. */
export function finishSvg(svg: string): string {
  const [title] = svg.match(/<title>[^]*?<\/title>/)!;
  return (
    svg
      .replace(/<!--[^]*?-->\n?/g, "")
      // A point would be a third larger than the pixel that it is here.
      .replace(/^[^]*?<svg width="(\d+)pt" height="(\d+)pt"\s+/, `<svg role="img" width="$1" height="$2" `)
      .replace(/<svg [^>]*>/, (root) => `${root}\n${title}\n<style>\n${darkStyle(svg)}\n</style>`)
      .replaceAll('font-family="Verdana"', `font-family="Verdana, 'DejaVu Sans', sans-serif"`)
  );
}
