import { Expectation } from "../reachability";
import { npmCommand } from "../tools/messages";
import { Element, Topology } from "../topology";
import { natHosts } from "../topology/roles";
import { Flow, Walked, flowsOf, isOf, subnetNames, walk, whoIsOffline } from "./flows";
import { StackResource, nameOf } from "./planned";

/** Something that does not work at this moment, whatever a plan says. */
export interface Problem {
  /** `the private subnet of eu-central-1b (private-b) is offline: the NAT host nat-b is stopped` */
  readonly what: string;
  /** What ends it: a command, or what to do. */
  readonly fix: string;
}

export interface Moment {
  /** The stacks' own resources, as AWS answered. */
  readonly resources: readonly StackResource[];
  /** The network that they make. */
  readonly now: Topology;
  /** As terraform left it. */
  readonly left: Topology;
  /** What the stacks lead to. */
  readonly after: Topology;
  readonly expect?: readonly Expectation[];
  readonly region: string;
  /** Whether the plan breaks a policy, and so cannot be applied. @default false */
  readonly breaksPolicy?: boolean;
}

/**
 * What is broken now: flows that passed as terraform left the network and do not any more, and instances that do not
 * run. Terraform plans nothing for an instance that was stopped.
 */
export function problemsNow(moment: Moment): Problem[] {
  const off = moment.resources.filter(isOff);
  const fates = flowsOf(moment.left, moment.expect ?? []).flatMap((flow) => {
    const before = walk(moment.left, flow);
    const now = before && !before.blocker ? walk(moment.now, flow) : undefined;
    return before && now ? [{ flow, before, now }] : [];
  });
  const stops = fates.flatMap((fate) => stopOf(moment, off, fate) ?? []);
  const idle = off.filter((host) => !stops.some((stop) => stop.host === host));
  return [
    ...[...new Set(stops.map(({ key }) => key))].map((key) => {
      const same = stops.filter((stop) => stop.key === key);
      return { what: `${whoIsOffline(same.map(({ flow }) => flow))}: ${same[0]!.why}`, fix: same[0]!.fix };
    }),
    ...otherAddresses(moment, fates),
    ...idle.map((host) => ({
      what: `${nameOf(host)} is ${powerOf(host)}`,
      fix: start(host, moment.region),
    })),
  ];
}

/** A flow that passed, as it went then and as it goes now. */
interface Fate {
  readonly flow: Flow;
  readonly before: Walked;
  readonly now: Walked;
}

interface Stop extends Problem {
  readonly flow: Flow;
  /** The same for whatever one thing stops. */
  readonly key: string;
  readonly why: string;
  /** What stops it by not running. */
  readonly host?: StackResource;
}

function stopOf(
  moment: Moment,
  off: readonly StackResource[],
  { flow, before, now }: Fate,
): Omit<Stop, "what"> | undefined {
  const host = off.find((each) => now.elements.some((element) => isOf(element, each)));
  if (host) {
    const why = `the NAT host ${nameIn(now, host)} is ${powerOf(host)}`;
    return { flow, key: why, why, fix: start(host, moment.region), host };
  }
  if (!now.blocker) return undefined;
  const { code, elementId, why, fix } = now.blocker;
  const isFixed = walk(moment.after, flow)?.blocker === undefined;
  const remedy = isFixed ? byApplying(moment) : fix;
  const gone = before.elements.find(
    (element) => natHosts(moment.left).some(({ id }) => id === element.id) && !isThere(moment.now, element),
  );
  if (gone) return { flow, key: gone.id, why: `the NAT host ${gone.name} is gone`, fix: remedy };
  return { flow, key: `${code} ${elementId}`, why, fix: remedy };
}

function byApplying({ breaksPolicy = false }: Moment): string {
  const [plan, apply] = [npmCommand("plan"), npmCommand("apply")];
  return breaksPolicy
    ? `end what breaks the policy, below, for this plan cannot be applied; then: ${plan} && ${apply}`
    : `apply this plan: ${apply}`;
}

/** Others see a subnet under another address than the Elastic IP that it had. */
function otherAddresses(moment: Moment, fates: readonly Fate[]): Problem[] {
  const { left, now } = moment;
  const isHeld = ({ elasticIps }: Topology, address: string | undefined) =>
    elasticIps.some((eip) => eip.publicIp === address && eip.networkInterfaceId !== undefined);
  const changed = fates.filter(
    (fate) => !fate.now.blocker && isHeld(left, fate.before.seenAs) && !isHeld(now, fate.before.seenAs),
  );
  return [...new Set(changed.map(({ before }) => before.seenAs))].map((address) => {
    const same = changed.filter(({ before }) => before.seenAs === address);
    return {
      what: `${subnetNames(same.map(({ flow }) => flow))}: others see ${same[0]!.now.seenAs} instead of the Elastic IP ${address}`,
      fix: byApplying(moment),
    };
  });
}

function isThere({ instances }: Topology, element: Element): boolean {
  return instances.some(({ id }) => id === element.id);
}

function nameIn({ elements }: Walked, host: StackResource): string {
  return elements.find((element) => isOf(element, host))!.name;
}

function isOff({ type, values }: StackResource): boolean {
  const state = values["instance_state"];
  return type === "aws_instance" && typeof state === "string" && !["running", "pending"].includes(state);
}

function powerOf({ values }: StackResource): string {
  return String(values["instance_state"]);
}

function start({ values }: StackResource, region: string): string {
  const { id, instance_state: state } = values;
  if (state === "stopped" || state === "stopping")
    return `aws ec2 start-instances --region ${region} --instance-ids ${String(id)}`;
  return "it does not come back; plan again once it is gone, and apply";
}
