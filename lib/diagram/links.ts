import { Topology } from "../topology/model";
import { INTERNET, Box, Link, Node, Picture, boxesOf, byName, nodesOf } from "./picture";
import { arrowsOf } from "./routes";

export function drawLinks(topology: Topology, picture: Pick<Box, "boxes" | "nodes">): Link[] {
  const keys = keysById(nodesOf(picture));
  return [
    ...topology.routeTables
      .filter(({ id }) => keys.has(id))
      .flatMap((table) =>
        arrowsOf(topology, table).map(({ target }, line) => ({
          kind: "route" as const,
          from: table.id,
          to: keys.get(target)!,
          line,
        })),
      ),
    ...boxesOf(picture).flatMap(({ key, nodes }) => rulesLink(topology, key, nodes)),
    ...topology.instances.flatMap(({ networkInterfaceIds: [first, ...others] }) =>
      others.map((other) => ({ kind: "same-instance" as const, from: other, to: first! })),
    ),
    ...topology.gateways
      .filter(({ kind }) => kind !== "nat-gateway")
      .map(({ id }) => ({ kind: "way-out" as const, from: id, to: INTERNET })),
  ].sort(byName(({ kind, from, to }) => `${kind} ${from} ${to}`));
}

/** A table that rules this subnet alone is drawn inside of it. */
function rulesLink({ subnets }: Topology, key: string, nodes: readonly Node[]): Link[] {
  const subnet = subnets.find(({ id }) => id === key);
  if (!subnet || nodes.some((node) => node.key === subnet.routeTableId)) return [];
  return [{ kind: "rules", from: key, to: subnet.routeTableId }];
}

/** The key of the node that stands for an element; of one of them for an endpoint in several subnets. */
function keysById(nodes: readonly Node[]): Map<string, string> {
  return new Map(nodes.flatMap(({ key, elements }) => elements.map((id) => [id, key])));
}

/** Marks the nodes along a path and the links between them, drawing those that there are not. */
export function markPath(picture: Picture, path: readonly string[], stoppedAt?: string): Picture {
  const keys = keysById(nodesOf(picture));
  const steps = path.flatMap((id) => keys.get(id) ?? []).filter((key, index, all) => key !== all[index - 1]);
  const mark = (node: Node): Node => ({
    ...node,
    ...(steps.includes(node.key) && { marked: true }),
    ...(stoppedAt !== undefined && node.elements.includes(stoppedAt) && { stops: true }),
  });
  const markBox = (box: Box): Box => ({ ...box, boxes: box.boxes.map(markBox), nodes: box.nodes.map(mark) });
  return {
    boxes: picture.boxes.map(markBox),
    nodes: picture.nodes.map(mark),
    links: steps.slice(1).reduce((links, to, index) => markStep(links, steps[index]!, to), picture.links),
  };
}

function markStep(links: readonly Link[], from: string, to: string): readonly Link[] {
  const forward = links.find((link) => link.from === from && link.to === to);
  const link = forward ?? links.find((candidate) => candidate.from === to && candidate.to === from);
  if (!link) return [...links, { kind: "path", from, to, marked: "forward" }];
  const marked = { ...link, marked: forward ? ("forward" as const) : ("back" as const) };
  return links.map((candidate) => (candidate === link ? marked : candidate));
}
