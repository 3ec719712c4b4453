import { Kind, attributesText } from "../terraform-json/changes";
import { Expectation } from "../reachability";
import { Topology } from "../topology";
import { whoIsOffline, whoMoves } from "./flow-words";
import { Flow, Walked, flowsOf, walk } from "./flows";
import { isOnTheWay, whatIs } from "./on-the-way";
import { Changed, PlannedStack, changedBy, nameOf } from "./planned";

/** A change that takes something that is missed: the private subnets' way out, an address, a disk. */
export interface Warning {
  /** `nat-instance/aws_instance.nat_b` */
  readonly resource: string;
  /** `the NAT host` */
  readonly what: string;
  readonly kind: Kind;
  /** Why, in terraform's terms; of an update, what changes. */
  readonly reason?: string;
  /** Who is offline, and for how long; or what is lost. */
  readonly consequence: string;
  /** Whether it is a route that leads elsewhere, and nobody is offline. @default false */
  readonly isMove?: true;
}

export interface EgressChange {
  readonly stacks: readonly PlannedStack[];
  /** What there is: as AWS has it, and as terraform left it, where that is no longer the same. */
  readonly before: readonly Topology[];
  /** What the stacks lead to. */
  readonly after: Topology;
  /** What the environment expects of who reaches whom. @default - nothing */
  readonly expect?: readonly Expectation[];
}

/**
 * The changes that some private subnet's way to the internet, or a flow that is expected, does not survive: what it
 * passes is replaced or destroyed, or lets it pass no longer. What does not work before is not at risk.
 */
export function egressWarnings({ stacks, before, after, expect = [] }: EgressChange): Warning[] {
  const flows = passing(before, expect).map((passed) => ({ ...passed, after: walk(after, passed.flow) }));
  const changes = stacks.flatMap(changedBy);
  const found = changes.flatMap((change) => {
    if (goesWithItsHost(change, changes)) return [];
    const hit = flows.filter((flow) => endangers(change, flow));
    return hit.length > 0 ? [{ hit, warning: warningOf(change, hit, changes) }] : [];
  });
  const unexplained = flows.filter((flow) => isStopped(flow) && !found.some(({ hit }) => hit.includes(flow)));
  return [...found.map(({ warning }) => warning), ...together(unexplained)];
}

function warningOf(change: Changed, hit: readonly Compared[], all: readonly Changed[]): Warning {
  const { kind } = change;
  const reason = kind === "update" ? attributesText(change) : change.reason;
  return {
    resource: nameOf(change),
    what: whatIs(change),
    kind,
    ...(reason && { reason }),
    consequence: consequence(change, hit, all),
    ...(isMoved(change) && !hit.some(isStopped) && { isMove: true }),
  };
}

/** A flow that passes before. */
interface Passing {
  readonly flow: Flow;
  readonly topology: Topology;
  readonly walked: Walked;
}

interface Compared extends Passing {
  /** Undefined where nobody is left who could use it. */
  readonly after?: Walked;
}

function passing(topologies: readonly Topology[], expect: readonly Expectation[]): Passing[] {
  const all = topologies.flatMap((topology) =>
    flowsOf(topology, expect).flatMap((flow) => {
      const walked = walk(topology, flow);
      return walked && !walked.blocker ? [{ flow, topology, walked }] : [];
    }),
  );
  // A flow that passes in several is looked at in the first.
  return [...new Map([...all].reverse().map((each) => [keyOf(each.flow), each])).values()].reverse();
}

function keyOf({ from, groups = [], to, protocol, port, family }: Flow): string {
  const sender = typeof from === "string" ? from : nameOf(from);
  return [sender, ...groups.map(nameOf), to, protocol, port, family].join(" ");
}

/** Whether it is an attachment that is replaced or destroyed because its host is, of which there is a warning. */
function goesWithItsHost({ type, kind, values }: Changed, all: readonly Changed[]): boolean {
  if (type !== "aws_network_interface_attachment") return false;
  return all.some(
    (other) =>
      other.type === "aws_instance" && other.kind === kind && other.values["id"] === values["instance_id"],
  );
}

function isStopped({ after }: Compared): boolean {
  return after?.blocker !== undefined;
}

function endangers(change: Changed, compared: Compared): boolean {
  const { flow, topology, walked, after } = compared;
  // Nobody is left in the subnet, or the environment expects it no longer.
  if (!after) return false;
  const isTaken = change.kind === "replace" || change.kind === "destroy";
  // What the environment no longer has goes once nothing leads there any more (`deploy/leaving.ts`).
  if (isTaken && change.isLeft && !isStopped(compared)) return false;
  const isChanged = change.kind === "update" && !onlyTags(change) && (isStopped(compared) || isMoved(change));
  return (isTaken || isChanged) && isOnTheWay(topology, flow, walked, change);
}

/** Whether it is a route that leads elsewhere: a change in place, which AWS makes at once. */
function isMoved({ type, kind, attributes }: Changed): boolean {
  return type === "aws_route" && kind === "update" && attributes.length > 0;
}

/** In a plan that changes the default tags, every resource is one that changes. */
function onlyTags({ attributes }: Changed): boolean {
  return attributes.every(({ name }) => /(^|\.)tags\b/.test(name));
}

function consequence(change: Changed, hit: readonly Compared[], all: readonly Changed[]): string {
  const address = addressLost(change);
  const stopped = hit.find(isStopped);
  // Between the two addresses it is moments.
  if (address && !stopped) return address;
  if (!stopped && isMoved(change)) {
    return `${whoMoves(hit.map(({ flow }) => flow))} another way from then on: open connections are lost`;
  }
  const who = whoIsOffline(hit.map(({ flow }) => flow));
  const howLong = stopped ? `from then on: ${stopped.after!.blocker!.why}` : untilWhen(change, hit, all);
  const lost = change.type === "aws_instance" ? "; open connections are lost" : "";
  return [`${who} ${howLong}${lost}`, ...(address ? [address] : [])].join("; ");
}

function addressLost({ type, kind, values }: Changed): string | undefined {
  if (type !== "aws_eip" || kind === "update") return undefined;
  const address = values["public_ip"] ? ` than ${String(values["public_ip"])}` : "";
  return `others see another address${address}: allow-lists that name the old one break`;
}

function untilWhen({ kind, type }: Changed, hit: readonly Compared[], all: readonly Changed[]): string {
  const later = all.filter(
    (change) =>
      change.isPreview &&
      hit.some(({ flow, topology, walked }) => isOnTheWay(topology, flow, walked, change)),
  );
  const stacks = [...new Set(later.map(({ stack }) => stack))];
  if (stacks.length > 0)
    return `until ${stacks.join(" and ")} can be planned and applied too, in a later round`;
  if (kind === "destroy") return "until the rest of this plan is applied, which leads them another way";
  // docs/operations.md, "Roll to a newer image".
  if (type === "aws_instance") return "for about four minutes, until the new host has booted";
  return "until it is made anew, by the same apply";
}

/** What stops although nothing on its way is taken: another route that fits better, a network ACL, or the like. */
function together(flows: readonly Compared[]): Warning[] {
  const byBlocker = new Map(flows.map((flow) => [flow.after!.blocker!.why, flow.after!.blocker!]));
  return [...byBlocker.values()].map(({ name, why }) => {
    const hit = flows.filter(({ after }) => after!.blocker!.why === why);
    return {
      resource: name,
      what: "on the way out",
      kind: "update" as const,
      consequence: `${whoIsOffline(hit.map(({ flow }) => flow))} from then on: ${why}`,
    };
  });
}
