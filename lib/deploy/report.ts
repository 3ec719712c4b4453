import { Environment } from "../config/environment";
import { Addition, additionsOf } from "../checks/added-by-hand";
import { Warning, egressWarnings } from "../checks/egress";
import { Exposure, exposureOf } from "../checks/exposure";
import { lossesOf } from "../checks/losses";
import { OnFailover, onFailover, withFailovers } from "../checks/on-failover";
import { stateOf } from "../checks/planned";
import { topologyLeft } from "../checks/topology-left";
import { PolicyReport, checkPolicy } from "../checks/policy";
import { AddressChange, addressChanges } from "../checks/public-addresses";
import { PriceDifference, priceDifference } from "../checks/price-difference";
import { Problem, problemsNow } from "../checks/problems";
import { TakenRoute, takenRoutes } from "../checks/take-over";
import { Topology, TopologyError, readPriorStates, readTopology } from "../topology";
import {
  Drift,
  Kind,
  PlannedChange,
  changedOutputs,
  changesOf,
  driftOf,
  hasChanges,
} from "../terraform-json/changes";
import { OrderReport, leftLast, orderReport } from "./order";
import { StackPlan } from "./stack-plan";

/** What a plan would do to an environment: all that is shown to people, and all that machines read. */
export interface Report {
  readonly environment: string;
  /** What does not work at this moment, whatever the plan says. */
  readonly problems: readonly Problem[];
  readonly stacks: readonly StackReport[];
  /** Whether anything would change, outputs too. */
  readonly hasChanges: boolean;
  /** Whether anything is not as terraform left it: changed, added or broken since. */
  readonly hasDrift: boolean;
  /** What is applied in which order, and why. */
  readonly order: OrderReport;
  /** What takes the way out, or its address. */
  readonly egress: readonly Warning[];
  /** Which instances and disks are destroyed. */
  readonly losses: readonly Warning[];
  /** Why problems and what egress would not survive are not known, in one line. @default - they are */
  readonly unread?: string;
  /** What was added behind terraform's back and no stack has. */
  readonly additions: readonly Addition[];
  readonly exposure: Exposure;
  /** From which public address to which the private subnets go. */
  readonly addresses: readonly AddressChange[];
  /** Which private default routes another way out has taken over; the plan leaves them there. */
  readonly failovers: readonly OnFailover[];
  /** What becomes of the default routes of an existing network. */
  readonly takenRoutes: readonly TakenRoute[];
  readonly price: PriceDifference;
  readonly policy: PolicyReport;
}

export interface StackReport {
  readonly stack: string;
  /** Why it is a preview, planned with placeholders, and not to be applied yet. */
  readonly preview?: string;
  /** Whether the environment no longer has it, so that all that its state holds is destroyed. */
  readonly isLeft?: boolean;
  readonly changes: readonly PlannedChange[];
  readonly outputs: readonly string[];
  /** What was changed behind terraform's back and is changed back. */
  readonly drift: readonly Drift[];
}

const KINDS: readonly Kind[] = ["create", "update", "replace", "destroy", "import", "forget"];

/** The kinds of changes to show: what few plans do only where one does. */
export function kindsOf(stacks: readonly Pick<StackReport, "changes">[]): readonly Kind[] {
  const changes = stacks.flatMap((stack) => stack.changes);
  return KINDS.filter((kind) => (kind !== "import" && kind !== "forget") || countOf(changes, kind) > 0);
}

/**
 * Sums the stacks' plans up.
 *
 * @param synthesized the folder that cdktf wrote
 */
export function reportOf(plans: readonly StackPlan[], environment: Environment, synthesized: string): Report {
  const additions = additionsOf(plans, environment.region);
  const stacks = leftLast(plans).map(({ name, preview, isLeft, plan }) => ({
    stack: name,
    preview,
    isLeft,
    changes: changesOf(plan),
    outputs: changedOutputs(plan),
    drift: driftOf(plan).flatMap((drift) => besideAdditions(name, drift, additions)),
  }));
  const failovers = onFailover(plans);
  const read = networksOf(plans, synthesized, failovers);
  const networks = typeof read === "string" ? undefined : read;
  const policy = checkPolicy(plans, environment, { after: networks?.written, additions });
  const { problems, egress } = fatesOf(plans, environment, networks, policy);
  const taken = takenRoutes(plans, environment.network);
  return {
    environment: environment.name,
    problems,
    stacks,
    hasChanges: plans.some(({ plan }) => hasChanges(plan)),
    hasDrift: [problems, additions, ...stacks.map(({ drift }) => drift)].some((found) => found.length > 0),
    // What is taken over is said as that.
    egress: egress.filter(
      ({ isMove, resource }) => !isMove || !taken.some((route) => route.resource === resource),
    ),
    losses: lossesOf(plans, networks?.now),
    ...(typeof read === "string" && { unread: read }),
    additions,
    order: orderReport(plans),
    exposure: exposureOf(plans),
    addresses: networks ? addressChanges({ stacks: plans, ...networks }) : [],
    failovers,
    takenRoutes: taken,
    price: priceDifference(plans, synthesized, environment.region),
    policy,
  };
}

export function countOf(changes: readonly PlannedChange[], kind: Kind): number {
  return changes.filter((change) => change.kind === kind).length;
}

/** What an addition says better is not said twice. */
function besideAdditions(stack: string, drift: Drift, additions: readonly Addition[]): Drift[] {
  const said = additions
    .filter(({ resource }) => resource === `${stack}/${drift.address}`)
    .map(({ argument }) => argument);
  const attributes = drift.attributes.filter(({ name }) => !said.includes(name.split(/[.[]/)[0]!));
  return drift.deleted || attributes.length > 0 ? [{ ...drift, attributes }] : [];
}

/** The network as it is, as terraform left it and as it will be. */
interface Networks {
  readonly now: Topology;
  readonly left: Topology;
  readonly after: Topology;
  /** As the stacks say, and no failover has changed. */
  readonly written: Topology;
}

/** @returns why they cannot be read, in one line, when they cannot */
function networksOf(
  plans: readonly StackPlan[],
  synthesized: string,
  failovers: readonly OnFailover[],
): Networks | string {
  try {
    const written = readTopology(synthesized);
    return {
      now: readPriorStates(plans),
      left: withFailovers(topologyLeft(plans), failovers),
      after: withFailovers(written, failovers),
      written,
    };
  } catch (error) {
    if (error instanceof TopologyError) return error.message;
    throw error;
  }
}

/** How whatever is reachable fares now, and under the plan. */
function fatesOf(
  plans: readonly StackPlan[],
  { expect, region }: Environment,
  networks: Networks | undefined,
  { violations }: PolicyReport,
): Pick<Report, "problems" | "egress"> {
  if (!networks) return { problems: [], egress: [] };
  const { now, left, after } = networks;
  const breaksPolicy = violations.length > 0;
  return {
    problems: problemsNow({ resources: stateOf(plans), ...networks, expect, region, breaksPolicy }),
    egress: egressWarnings({ stacks: plans, before: [now, left], after, expect }),
  };
}
