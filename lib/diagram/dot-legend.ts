import { COLOURS, PALETTE, Look } from "./palette";
import { Picture, boxesOf, nodesOf } from "./picture";

/** Where the legend wraps. */
const COLUMNS = 4;

/** What is in the picture, as the label of the graph. */
export function legend(picture: Picture): string {
  const nodes = nodesOf(picture);
  const present = new Set<string>([...boxesOf(picture), ...nodes, ...picture.links].map(({ kind }) => kind));
  if (nodes.some(({ marked }) => marked)) present.add("path");
  const entries = ENTRIES.filter(([kind]) => present.has(kind)).map(([, cells]) => cells);
  const rows = entries.flatMap((_, index) =>
    index % COLUMNS === 0 ? [entries.slice(index, index + COLUMNS).join("<td> </td>")] : [],
  );
  return `<table border="0" cellspacing="4" cellpadding="0"><tr>${rows.join("</tr><tr>")}</tr></table>`;
}

const ENTRIES: readonly (readonly [kind: string, cells: string])[] = [
  ["public-subnet", swatch(COLOURS["public-subnet"], "public subnet")],
  ["private-subnet", swatch(COLOURS["private-subnet"], "private subnet")],
  ["instance", swatch(COLOURS.instance, "instance")],
  ["nat-host", swatch(COLOURS["nat-host"], "NAT host")],
  ["nat-gateway", swatch(COLOURS["nat-gateway"], "NAT gateway")],
  ["same-instance", stroke(PALETTE.natHostEdge.light, 5, "the same instance")],
  ["route-table", swatch(COLOURS["route-table"], "route table")],
  ["route", stroke(PALETTE.route.light, 1, "where a route leads")],
  ["rules", dashes(PALETTE.route.light, "a subnet's route table")],
  ["endpoint", swatch(COLOURS.endpoint, "endpoint")],
  ["load-balancer", swatch(COLOURS["load-balancer"], "load balancer")],
  ["target", stroke(PALETTE.loadBalancerEdge.light, 1, "who answers")],
  ["path", stroke(PALETTE.path.light, 3, "the path")],
];

function swatch({ fill, edge }: Look, text: string): string {
  const look = `border="1" style="rounded" bgcolor="${fill.light}" color="${edge.light}" width="26" height="14"`;
  return `<td ${look}></td>${words(text)}`;
}

function stroke(colour: string, thickness: number, text: string): string {
  return `<td>${strip([colour], 26, thickness)}</td>${words(text)}`;
}

function dashes(colour: string, text: string): string {
  return `<td>${strip([colour, undefined, colour, undefined, colour], 6, 1)}</td>${words(text)}`;
}

function strip(colours: readonly (string | undefined)[], width: number, height: number): string {
  const cells = colours.map(
    (colour) =>
      `<td ${colour ? `bgcolor="${colour}" ` : ""}width="${width}" height="${height}" fixedsize="true"></td>`,
  );
  return `<table border="0" cellspacing="0" cellpadding="0"><tr>${cells.join("")}</tr></table>`;
}

function words(text: string): string {
  return `<td align="left">${text}</td>`;
}
