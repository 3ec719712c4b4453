import { Node } from "./picture";

/** How many instances a subnet shows one by one. */
const SHOWN = 4;

/** Folds a subnet's instances beyond the first few into one node. */
export function collapse(subnetId: string, nodes: readonly Node[]): Node[] {
  const folded = nodes.filter(({ kind }) => kind === "instance").slice(SHOWN);
  if (folded.length === 0) return [...nodes];
  const more: Node = {
    kind: "more",
    key: `${subnetId} more`,
    name: `+ ${folded.length} more`,
    details: [],
    elements: folded.flatMap(({ elements }) => elements),
  };
  return nodes.flatMap((node) => (node === folded[0] ? [more] : folded.includes(node) ? [] : [node]));
}
