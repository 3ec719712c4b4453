import { Change, PlanJson } from "./plan-json";
import { Difference, UNKNOWN, differences, overlap } from "./differences";
import { changesOf } from "./changes";

/** A resource that is not as terraform left it, and what the plan changes back. */
export interface Drift {
  readonly address: string;
  readonly deleted: boolean;
  /** From what terraform left to what is there now. */
  readonly attributes: readonly Difference[];
}

/**
 * What was changed behind terraform's back and is changed back by the plan.
 *
 * What AWS or the provider fill in is none of it: the plan leaves that as it is. Of what an interrupted apply has made
 * terraform knows only half, so the other half is none of it either.
 */
export function driftOf(plan: PlanJson): Drift[] {
  const planned = new Map(changesOf(plan).map((change) => [change.address, change]));
  const tainted = new Set(
    (plan.resource_changes ?? []).flatMap(({ address, action_reason }) =>
      action_reason === "replace_because_tainted" ? [address] : [],
    ),
  );
  return (plan.resource_drift ?? []).flatMap(({ address, change }): Drift[] => {
    const undone = planned.get(address);
    if (!undone) return [];
    if (change.actions.join() === "delete") return [{ address, deleted: true, attributes: [] }];
    if (tainted.has(address)) return [];
    const known = undone.attributes.filter(({ after }) => after !== UNKNOWN);
    const attributes = changedOutside(change).filter(({ name }) =>
      known.some((each) => overlap(each.name, name)),
    );
    return attributes.length > 0 ? [{ address, deleted: false, attributes }] : [];
  });
}

function changedOutside({ before, before_sensitive, after, after_sensitive }: Change): Difference[] {
  return differences(
    { value: before, sensitive: before_sensitive },
    { value: after, sensitive: after_sensitive },
  );
}
