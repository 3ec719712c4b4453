import { keysById } from "./links";
import { Box, Link, Node, Picture, nodesOf } from "./picture";

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
