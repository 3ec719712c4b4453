import { readStacks } from "../terraform-json/files";
import { PlanJson } from "../terraform-json/plan-json";
import { stackOfPlan } from "../terraform-json/plan-stack";
import { ReadError, Stack, bySource } from "../terraform-json/stack";
import { stackOfState } from "../terraform-json/state-json";
import { Topology } from "./model";
import { topologyOf } from "./topology";

export * from "./model";
export { ReadError as TopologyError } from "../terraform-json/stack";

export interface ReadOptions {
  /** The names of the stacks to read. @default - all of them */
  readonly stacks?: readonly string[];
  /** Whether there may be nothing of a network, as in a state before the first apply. @default false */
  readonly mayBeEmpty?: boolean;
}

/**
 * Reads the network that a `cdktf.out`, a folder or file of Terraform JSON, or a state or a plan that
 * `terraform show -json` prints describes.
 *
 * @throws TopologyError in one line, when nothing of a network can be read; one part that cannot be is in `notUnderstood`
 */
export function readTopology(path: string, { stacks, mayBeEmpty = false }: ReadOptions = {}): Topology {
  try {
    const read = readStacks(path, stacks);
    const topology = topologyOf(read);
    if (topology.vpcs.length === 0 && !mayBeEmpty) throw new ReadError(path, whyEmpty(read, topology));
    return topology;
  } catch (error) {
    // What the engine says of too deep a recursion, and of too long a text.
    if (error instanceof RangeError) throw new ReadError(path, "is too deep or too large to be read");
    throw error;
  }
}

/** A stack and terraform's plan of it. */
export interface PlannedStack {
  readonly name: string;
  readonly plan: PlanJson;
}

/**
 * The network that the states hold, and the one that there will be once the plans are applied. Plans that were made with
 * placeholders for other stacks' values are followed to those stacks' plans.
 *
 * @param synthesized the folder that cdktf wrote: what a plan does not know, such as user data that names what is yet to
 * be made, is taken from there
 * @throws TopologyError
 */
export function readPlans(
  plans: readonly PlannedStack[],
  synthesized?: string,
): { readonly before: Topology; readonly after: Topology } {
  const written = synthesized === undefined ? [] : readStacks(synthesized);
  const after = plans.map(({ name, plan }) =>
    stackOfPlan(
      name,
      name,
      plan,
      written.find((stack) => stack.name === name),
    ),
  );
  return { before: readPriorStates(plans), after: topologyOf(after) };
}

/** The network as AWS answered when the plans were made: nothing of one before the first apply. */
export function readPriorStates(plans: readonly PlannedStack[]): Topology {
  return topologyOf(plans.map(({ name, plan }) => stackOfState(name, name, { ...plan.prior_state })));
}

function whyEmpty(stacks: readonly Stack[], { notUnderstood }: Topology): string {
  const modules = stacks.flatMap((stack) => stack.modules).sort(bySource);
  const [first] = notUnderstood;
  if (modules.length > 0) {
    const names = modules.map(({ address }) => address).join(", ");
    return `nothing of a VPC was read: ${names}; give the plan or the state: terraform show -json`;
  }
  if (!first) return "holds no VPC";
  return `holds no VPC that can be read: ${first.stack}: ${first.address}: ${first.why}`;
}
