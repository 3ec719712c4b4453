/** What is to be drawn of a network, in an order that does not depend on the topology's. */
export interface Picture {
  /** The VPCs. */
  readonly boxes: readonly Box[];
  /** What lies outside of every VPC. */
  readonly nodes: readonly Node[];
  readonly links: readonly Link[];
}

export interface Box {
  readonly kind: "vpc" | "zone" | "public-subnet" | "private-subnet";
  readonly key: string;
  readonly name: string;
  /** Its IPv4 ranges. */
  readonly detail?: string;
  readonly ipv6?: string;
  readonly boxes: readonly Box[];
  readonly nodes: readonly Node[];
}

export interface Node {
  readonly kind:
    | "instance"
    | "nat-host"
    | "nat-gateway"
    | "load-balancer"
    | "more"
    | "endpoint"
    | "route-table"
    | "gateway"
    | "egress-only-gateway"
    | "internet"
    | "other";
  readonly key: string;
  readonly name: string;
  /** One line each; a route table's are the prefixes of its routes, a load balancer's its listeners. */
  readonly details: readonly string[];
  /** The ids of what it stands for. */
  readonly elements: readonly string[];
  /** Whether a path passes it. */
  readonly marked?: boolean;
  /** Whether a path ends at it that should go on. */
  readonly stops?: boolean;
}

export interface Link {
  /**
   * `rules` leads from a subnet to a route table that is drawn outside of it, `way-in` from an internet gateway to a load
   * balancer, and `target` from there to what answers.
   */
  readonly kind: "route" | "rules" | "same-instance" | "way-out" | "way-in" | "target" | "path";
  /** A node's key; a box's for `rules`. */
  readonly from: string;
  readonly to: string;
  /** Of a route or a target: its line in its table or load balancer. */
  readonly line?: number;
  /** Whether a path takes it, and which way. */
  readonly marked?: "forward" | "back";
}

/** What people call each kind of box. */
export const BOX_NAMES: Record<Box["kind"], string> = {
  vpc: "VPC",
  zone: "zone",
  "public-subnet": "public subnet",
  "private-subnet": "private subnet",
};

/** The id that stands for everything outside. */
export const INTERNET = "internet";

export function nodesOf({ boxes, nodes }: Pick<Box, "boxes" | "nodes">): Node[] {
  return [...nodes, ...boxes.flatMap(nodesOf)];
}

export function boxesOf({ boxes }: Pick<Box, "boxes">): Box[] {
  return boxes.flatMap((box) => [box, ...boxesOf(box)]);
}

/** The node that stands for a box where a link starts or ends at it; an empty box has one that does not show. */
export function anchorOf(box: Box): string {
  return nodesOf(box)[0]?.key ?? `${box.key} nothing`;
}

const { compare } = new Intl.Collator("en", { numeric: true });

/** Sorts by a text, `private-2` before `private-10`. */
export function byName<T>(text: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => compare(text(a), text(b));
}
