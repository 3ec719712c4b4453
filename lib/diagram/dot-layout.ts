import { Box, Node, Picture, anchorOf } from "./picture";

type Pair = readonly [left: string, right: string];

/** Pairs of nodes of which one belongs to the left of the other, so that the way out leads from left to right. */
export function leftToRight({ boxes: vpcs }: Picture): Pair[] {
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
