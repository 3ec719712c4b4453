import { draw } from "../../lib/diagram/draw";
import { Box, Node, boxesOf, nodesOf } from "../../lib/diagram/picture";
import { Topology } from "../../lib/topology";

/** The box of a subnet, a VPC or a zone. */
export function box(topology: Topology, key: string): Box {
  return boxesOf(draw(topology)).find((candidate) => candidate.key === key)!;
}

/** The node that stands for an element. */
export function node(topology: Topology, id: string): Node {
  return nodesOf(draw(topology)).find(({ elements }) => elements.includes(id))!;
}
