import { Warning, egressWarnings } from "../../lib/checks/egress";
import { Action, ResourceChange } from "../../lib/terraform-json/plan-json";
import { Topology } from "../../lib/topology";
import { STACKS, StackName } from "../support/synthesize";

/** A change of a plan. */
export interface Planned {
  /** @default "nat-instance" */
  readonly stack?: StackName;
  readonly address: string;
  readonly actions: readonly Action[];
  readonly before?: object;
  readonly after?: object;
}

export const DESTROY = ["delete"] as const;
export const REPLACE = ["delete", "create"] as const;

/** What is warned of when a plan makes these changes, from one network to another. */
export function warnings(
  before: Topology,
  after: Topology,
  changes: readonly Planned[],
  previews: readonly StackName[] = [],
  left: readonly StackName[] = [],
): Warning[] {
  const stacks = STACKS.map((name) => ({
    name,
    isLeft: left.includes(name),
    ...(previews.includes(name) && { preview: "nat-instance is about to change something" }),
    plan: {
      resource_changes: changes
        .filter(({ stack = "nat-instance" }) => stack === name)
        .map((change): ResourceChange => {
          const [type, label] = change.address.split(".") as [string, string];
          const { address, actions, before: old = {}, after: next = null } = change;
          return {
            address,
            mode: "managed",
            type,
            name: label,
            change: { actions, before: old, after: next },
          };
        }),
    },
  }));
  return egressWarnings({ stacks, before: [before], after });
}
