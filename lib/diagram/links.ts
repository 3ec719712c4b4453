import { Topology } from "../topology/model";
import { byName } from "./order";
import { Box, INTERNET, Link, Node, boxesOf, nodesOf } from "./picture";
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
export function keysById(nodes: readonly Node[]): Map<string, string> {
  return new Map(nodes.flatMap(({ key, elements }) => elements.map((id) => [id, key])));
}
