import { LoadBalancer, Topology } from "../topology/model";
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
    ...regionalLinks(topology),
    ...topology.loadBalancers.flatMap((balancer) => loadBalancerLinks(topology, balancer, keys)),
  ].sort(byName(({ kind, from, to }) => `${kind} ${from} ${to}`));
}

/** AWS gives a regional NAT gateway, which stands in no subnet, a route to the internet gateway. */
function regionalLinks({ gateways }: Topology): Link[] {
  return gateways
    .filter(({ availability }) => availability === "regional")
    .flatMap(({ id, vpcId }) => {
      const way = gateways.find((other) => other.kind === "internet-gateway" && other.vpcId === vpcId);
      return way ? [{ kind: "way-out" as const, from: id, to: way.id }] : [];
    });
}

function loadBalancerLinks(
  topology: Topology,
  { vpcId, scheme, networkInterfaceIds, listeners }: LoadBalancer,
  keys: ReadonlyMap<string, string>,
): Link[] {
  const way = topology.gateways.find(({ kind, vpcId: of }) => kind === "internet-gateway" && of === vpcId);
  const zones = zonesByInterface(topology);
  return networkInterfaceIds.flatMap((from) => [
    ...(way && scheme === "internet-facing" ? [{ kind: "way-in" as const, from: way.id, to: from }] : []),
    ...listeners.flatMap(({ targets, crossZone }, line) =>
      targets
        .map(({ networkInterfaceId }) => networkInterfaceId)
        .filter((target) => crossZone || zones.get(target) === zones.get(from))
        .map((target) => ({ kind: "target" as const, from, to: keys.get(target)!, line })),
    ),
  ]);
}

function zonesByInterface({ networkInterfaces, subnets }: Topology): Map<string, string | undefined> {
  const zones = new Map(subnets.map(({ id, zone }) => [id, zone]));
  return new Map(networkInterfaces.map(({ id, subnetId }) => [id, zones.get(subnetId)]));
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
  const nodes = nodesOf(picture);
  const steps = path
    .flatMap((id) => nodeOnPath(nodes, id, path)?.key ?? [])
    .filter((key, index, all) => key !== all[index - 1]);
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

/** Of the nodes that stand for an element, as those of a load balancer in several subnets, the one that the path passes. */
function nodeOnPath(nodes: readonly Node[], id: string, path: readonly string[]): Node | undefined {
  const candidates = nodes.filter(({ elements }) => elements.includes(id));
  const passed = candidates.find(({ elements }) =>
    elements.some((other) => other !== id && path.includes(other)),
  );
  return passed ?? candidates.at(-1);
}

function markStep(links: readonly Link[], from: string, to: string): readonly Link[] {
  const forward = links.find((link) => link.from === from && link.to === to);
  const link = forward ?? links.find((candidate) => candidate.from === to && candidate.to === from);
  if (!link) return [...links, { kind: "path", from, to, marked: "forward" }];
  const marked = { ...link, marked: forward ? ("forward" as const) : ("back" as const) };
  return links.map((candidate) => (candidate === link ? marked : candidate));
}
