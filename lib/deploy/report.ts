import { Environment } from "../config/environment";
import { PolicyReport, checkPolicy } from "../checks/policy";
import { Drift, Kind, PlannedChange, changedOutputs, changesOf, driftOf, hasChanges } from "./changes";
import { Warning, egressWarnings } from "../checks/egress";
import { Exposure, exposureOf } from "../checks/exposure";
import { PriceDifference, priceDifference } from "../checks/price-difference";
import { OrderReport, orderReport } from "./order-report";
import { StackPlan } from "./stack-plan";

/** What a plan would do to an environment: all that is shown to people, and all that machines read. */
export interface Report {
  readonly environment: string;
  readonly stacks: readonly StackReport[];
  /** Whether anything would change, outputs too. */
  readonly hasChanges: boolean;
  /** What is applied in which order, and why. */
  readonly order: OrderReport;
  /** What takes the way out, or its address. */
  readonly egress: readonly Warning[];
  readonly exposure: Exposure;
  readonly price: PriceDifference;
  readonly policy: PolicyReport;
}

export interface StackReport {
  readonly stack: string;
  /** Why it is a preview, planned with stand-ins, and not to be applied yet. */
  readonly preview?: string;
  readonly changes: readonly PlannedChange[];
  readonly outputs: readonly string[];
  /** What was changed behind terraform's back. */
  readonly drift: readonly Drift[];
}

export const KINDS: readonly Kind[] = ["create", "update", "replace", "destroy"];

/**
 * Sums the stacks' plans up.
 *
 * @param synthesized the folder that cdktf wrote
 */
export function reportOf(plans: readonly StackPlan[], environment: Environment, synthesized: string): Report {
  const stacks = plans.map(({ name, preview, plan }) => ({
    stack: name,
    preview,
    changes: changesOf(plan),
    outputs: changedOutputs(plan),
    drift: driftOf(plan),
  }));
  return {
    environment: environment.name,
    stacks,
    hasChanges: plans.some(({ plan }) => hasChanges(plan)),
    order: orderReport(plans),
    egress: stacks.flatMap(({ stack, changes }) => egressWarnings(stack, changes)),
    exposure: exposureOf(plans),
    price: priceDifference(plans, synthesized, environment.region),
    policy: checkPolicy(plans, environment),
  };
}

export function countOf(changes: readonly PlannedChange[], kind: Kind): number {
  return changes.filter((change) => change.kind === kind).length;
}
