import { UNKNOWN, Difference, differences, overlap } from "./differences";
import { Change, PlanJson, ResourceChange } from "./plan-json";

/**
 * `import`: what is there comes under Terraform's care as it is. `forget`: it stays there as it is, and Terraform knows
 * it no longer.
 */
export type Kind = "create" | "update" | "replace" | "destroy" | "import" | "forget";

/** An argument or attribute that changes, or a part of one. */
export interface AttributeChange extends Difference {
  /** Whether it cannot be changed in place. */
  readonly forcesReplacement: boolean;
}

/** What a plan does to a resource. */
export interface PlannedChange {
  readonly address: string;
  readonly kind: Kind;
  /** Whether it is imported and at once changed, or replaced. @default false */
  readonly isImported?: true;
  /** Why terraform replaces, destroys or forgets it, in words. */
  readonly reason?: string;
  readonly attributes: readonly AttributeChange[];
}

/** What a plan does, resource by resource; reading data changes nothing. */
export function changesOf({ resource_changes = [] }: PlanJson): PlannedChange[] {
  return resource_changes.flatMap((resource) => {
    const kind = kindOf(resource.change);
    if (!kind) return [];
    const compared = kind === "update" || kind === "replace" ? attributesOf(resource.change) : [];
    // That a new resource gets new ids and addresses is no reason for anything.
    const attributes = compared.filter(
      ({ after, forcesReplacement }) => kind === "update" || after !== UNKNOWN || forcesReplacement,
    );
    const isImported = kind !== "import" && resource.change.importing !== undefined;
    return [
      {
        address: resource.address,
        kind,
        ...(isImported && { isImported }),
        reason: kind === "forget" ? "stays as it is" : reasonOf(resource, attributes),
        attributes,
      },
    ];
  });
}

/** `source_dest_check false → true`, one after the other. */
export function attributesText({ attributes }: { readonly attributes: readonly Difference[] }): string {
  return attributes.map(({ name, before, after }) => `${name} ${before} → ${after}`).join(", ");
}

/** The outputs that a plan changes; they are what other stacks and people read. */
export function changedOutputs({ output_changes = {} }: PlanJson): string[] {
  return Object.keys(output_changes).filter((name) => output_changes[name]!.actions.join() !== "no-op");
}

/** Whether applying a plan would change anything, outputs too. */
export function hasChanges(plan: PlanJson): boolean {
  return changesOf(plan).length > 0 || changedOutputs(plan).length > 0;
}

function kindOf({ actions, importing }: Change): Kind | undefined {
  if (actions.length > 1) return "replace";
  if (importing && actions[0] === "no-op") return "import";
  const kinds: Partial<Record<string, Kind>> = {
    create: "create",
    update: "update",
    delete: "destroy",
    forget: "forget",
  };
  return kinds[actions[0] ?? ""];
}

/** Terraform's `action_reason`s, in words; a replacement for what cannot be updated names the arguments. */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_cannot_update: "cannot be changed in place",
  replace_because_tainted: "is tainted: an apply failed half-way, or somebody marked it",
  replace_by_request: "was asked for",
  replace_by_triggers: "is triggered by another change",
  delete_because_no_resource_config: "is no longer in the stack",
  delete_because_no_module: "its module is no longer in the stack",
  delete_because_no_move_target: "was moved to nowhere",
  delete_because_wrong_repetition: "has another count or for_each now",
  delete_because_count_index: "its index is beyond count",
  delete_because_each_key: "its key is not in for_each any more",
};

function reasonOf(
  { action_reason }: ResourceChange,
  attributes: readonly AttributeChange[],
): string | undefined {
  if (action_reason === undefined) return undefined;
  const words = REASONS[action_reason] ?? action_reason;
  const forcing = attributes.filter(({ forcesReplacement }) => forcesReplacement);
  const names = forcing.map(({ name }) => name);
  if (action_reason !== "replace_because_cannot_update" || names.length === 0) return words;
  return `${names.join(", ")} ${words}`;
}

function attributesOf(change: Change): AttributeChange[] {
  const before = { value: change.before, sensitive: change.before_sensitive };
  const after = {
    value: change.after,
    sensitive: change.after_sensitive,
    unknown: change.after_unknown,
  };
  const forcing = (change.replace_paths ?? []).map(pathOf);
  return differences(before, after).map((difference) => ({
    ...difference,
    forcesReplacement: forcing.some((path) => overlap(path, difference.name)),
  }));
}

/** `["root_block_device", 0, "encrypted"]` as `root_block_device[0].encrypted`. */
function pathOf(steps: readonly (string | number)[]): string {
  return steps
    .map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join("");
}

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
    if (!undone || undone.kind === "forget") return [];
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
