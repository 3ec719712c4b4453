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
    `graph [rankdir=LR newrank=true compound=true bgcolor="${PALETTE.page.light}" pad=0.1 nodesep=0.12 ranksep=0.2 ${FONT}`,
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
    ...sameColumn(box),
    // Graphviz leaves out a box with nothing in it, and links from a node without extent.
    ...(nodesOf(box).length === 0 && box.boxes.length === 0
      ? [`${quote(anchorOf(box))} [style=invis shape=box width=0.5 height=0.2 label=""]`]
      : []),
    "}",
  ];
}

/** What belongs below each other, or Graphviz moves what no route leads from. */
function sameColumn({ kind, nodes }: Box): string[] {
  const keys = nodes.filter(IN_COLUMN[kind]).map(({ key }) => quote(key));
  return keys.length > 1 ? [`{ rank=same ${keys.join(" ")} }`] : [];
}

const IN_COLUMN: Record<Box["kind"], (node: Node) => boolean> = {
  "private-subnet": (node) => !isWayOut(node),
  "public-subnet": () => true,
  zone: () => false,
  // Those that lead to the internet themselves.
  vpc: ({ kind }) => kind === "gateway" || kind === "egress-only-gateway",
};

/** A subnet's is in two lines, because subnets side by side make the picture wide. */
function boxLabel({ kind, name, detail, ipv6 }: Box): string {
  const lineBreak = kind.endsWith("subnet") ? '</td></tr><tr><td align="left">' : " ";
  const range = detail === undefined ? "" : ` ${quiet(detail)}`;
  const other = ipv6 === undefined ? "" : `${lineBreak}${quiet(ipv6)}`;
  const text = `${BOX_NAMES[kind]}${lineBreak}<b>${escape(name)}</b>${range}${other}`;
  return `<table border="0" cellspacing="0" cellpadding="1"><tr><td align="left">${text}</td></tr></table>`;
}

function quiet(text: string): string {
  return `<font color="${PALETTE.quiet.light}">${escape(text)}</font>`;
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
  "way-in": `color="${PALETTE.quiet.light}"`,
  target: `color="${PALETTE.loadBalancerEdge.light}" constraint=false`,
  path: "constraint=false",
};

/** They come from the internet, and Graphviz is to keep that on the right. */
const LEFTWARDS: readonly Link["kind"][] = ["way-in", "target"];

function linkLine({ kind, from, to, line, marked }: Link, { boxes }: Picture): string {
  const box = kind === "rules" && boxesOf({ boxes }).find(({ key }) => key === from);
  const leftwards = LEFTWARDS.includes(kind);
  const port = line === undefined ? "" : `:"${line}":${leftwards ? "w" : "e"}`;
  const tail = box ? quote(anchorOf(box)) : quote(from) + port;
  const back = leftwards !== (marked === "back");
  const looks = [
    LINK_LOOKS[kind],
    ...(box ? [`ltail=${quote(`cluster ${from}`)}`] : []),
    ...(back ? ["dir=back"] : []),
    ...(marked ? [`color="${PALETTE.path.light}" ${back ? "arrowtail" : "arrowhead"}=normal`] : []),
    ...(marked && kind !== "same-instance" ? ["penwidth=3"] : []),
  ];
  const [left, right] = leftwards ? [quote(to), tail] : [tail, quote(to)];
  return `${left} -> ${right} [${looks.join(" ")}]`;
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
  return vpcs.flatMap(({ boxes: zones, nodes }) => {
    const subnets = zones.flatMap(({ boxes }) => boxes);
    const publics = subnets.filter(({ kind }) => kind === "public-subnet");
    const hosts = subnets
      .filter(({ kind }) => kind === "private-subnet")
      .flatMap((subnet) => subnet.nodes.filter(({ kind }) => kind === "nat-host"));
    // Where a host's other interface is the anchor, it is to the right already.
    const loose = publics.filter(({ nodes: [first] }) => first?.kind !== "nat-host");
    return [
      ...zones.flatMap(({ boxes }) => boxes.flatMap(pairsOf)),
      ...hosts.flatMap(({ key }) => loose.map((subnet): Pair => [key, anchorOf(subnet)])),
      ...nodes
        .filter(({ kind }) => kind === "nat-gateway")
        .flatMap(({ key }) => publics.map((subnet): Pair => [anchorOf(subnet), key])),
    ];
  });
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
  return kind === "nat-host" || kind === "nat-gateway" || kind === "gateway";
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
