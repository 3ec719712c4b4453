import { existsAlready } from "../topology/existing";
import { Topology } from "../topology/model";
import { drawLinks, markPath } from "./links";
import { PlacedNode, placeNodes, zoneKey } from "./nodes";
import { Box, Node, Picture, byName } from "./picture";
import { isPublic, shownRange } from "./routes";

export interface DrawOptions {
  /** The ids of the elements along a path, in their order; what is not drawn is skipped. */
  readonly highlight?: readonly string[];
  /** The id of the element that stops what takes the path. */
  readonly stoppedAt?: string;
}

/**
 * Draws all but security groups, route tables that rule nothing and have no routes, and addresses, which may be
 * placeholders until AWS has chosen them.
 */
export function draw(topology: Topology, { highlight = [], stoppedAt }: DrawOptions = {}): Picture {
  const isOnPath = ({ elements }: Node) => elements.some((id) => highlight.includes(id));
  const placed = placeNodes(topology).sort(
    byName(({ node }) => [ORDER.indexOf(node.kind), isOnPath(node) ? 0 : 1, node.name, node.key].join(" ")),
  );
  const boxes = topology.vpcs.map((vpc) => vpcBox(topology, vpc, placed)).sort(byName(sortKey));
  const picture = { boxes, nodes: nodesAt(placed, undefined) };
  return markPath({ ...picture, links: drawLinks(topology, picture) }, highlight, stoppedAt);
}

/** From top to bottom; what a path passes comes first of its kind, next to the route table. */
const ORDER: readonly Node["kind"][] = [
  "route-table",
  "nat-host",
  "nat-gateway",
  "load-balancer",
  "instance",
  "gateway",
  "egress-only-gateway",
  "endpoint",
  "internet",
  "other",
];

function vpcBox(topology: Topology, vpc: Topology["vpcs"][number], placed: readonly PlacedNode[]): Box {
  const { id, name, cidrs, ipv6Cidrs } = vpc;
  const subnets = topology.subnets.filter(({ vpcId }) => vpcId === id);
  const zones = new Map(subnets.map((subnet) => [zoneKey(subnet), subnet.zone ?? "chosen by AWS"]));
  const boxes = [...zones].map(([key, zone]) => ({
    kind: "zone" as const,
    key,
    name: zone,
    boxes: subnets
      .filter((subnet) => zoneKey(subnet) === key)
      .map((subnet) => subnetBox(topology, subnet, placed))
      .sort(byName(sortKey)),
    nodes: nodesAt(placed, key),
  }));
  return {
    kind: "vpc",
    key: id,
    name,
    detail: cidrs.join(", ") + (existsAlready(vpc) ? ", exists already" : ""),
    ipv6: ipv6Cidrs?.map(shownRange).join(", "),
    boxes: boxes.sort(byName(sortKey)),
    nodes: nodesAt(placed, id),
  };
}

function subnetBox(
  topology: Topology,
  { id, name, cidr, unreadCidr, ipv6Cidr, routeTableId }: Topology["subnets"][number],
  placed: readonly PlacedNode[],
): Box {
  const table = topology.routeTables.find((candidate) => candidate.id === routeTableId);
  return {
    kind: table && isPublic(topology, table) ? "public-subnet" : "private-subnet",
    key: id,
    name,
    detail: unreadCidr ? undefined : cidr,
    ipv6: ipv6Cidr && shownRange(ipv6Cidr),
    boxes: [],
    nodes: collapse(id, nodesAt(placed, id)),
  };
}

function nodesAt(placed: readonly PlacedNode[], key: string | undefined): Node[] {
  return placed.filter(({ place }) => place === key).map(({ node }) => node);
}

function sortKey({ kind, name, key }: Box): string {
  return `${kind} ${name} ${key}`;
}

/** How many instances a subnet shows one by one. */
const SHOWN = 4;

/** Folds a subnet's instances beyond the first few into one node. */
function collapse(subnetId: string, nodes: readonly Node[]): Node[] {
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
