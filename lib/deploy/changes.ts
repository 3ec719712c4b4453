import { Change, PlanJson, ResourceChange } from "../terraform-json/plan-json";

export type Kind = "create" | "update" | "replace" | "destroy";

/** An argument or attribute that changes. */
export interface AttributeChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** Whether it cannot be changed in place. */
  readonly forcesReplacement: boolean;
}

/** What a plan does to a resource. */
export interface PlannedChange {
  readonly address: string;
  readonly kind: Kind;
  /** Why terraform replaces or destroys it, in words. */
  readonly reason?: string;
  readonly attributes: readonly AttributeChange[];
}

/** A resource that is not as terraform left it, and what the plan would change back. */
export interface Drift {
  readonly address: string;
  readonly deleted: boolean;
  readonly attributes: readonly AttributeChange[];
}

/** What a plan does, resource by resource; reading data changes nothing. */
export function changesOf({ resource_changes = [] }: PlanJson): PlannedChange[] {
  return resource_changes.flatMap((resource) => {
    const kind = kindOf(resource.change);
    if (!kind) return [];
    const compared = kind === "update" || kind === "replace" ? attributesOf(resource.change) : [];
    // That a new resource gets new ids and addresses is no reason for anything.
    const attributes = compared.filter(({ after }) => kind === "update" || after !== UNKNOWN);
    return [{ address: resource.address, kind, reason: reasonOf(resource, attributes), attributes }];
  });
}

/** The outputs that a plan changes; they are what other stacks and people read. */
export function changedOutputs({ output_changes = {} }: PlanJson): string[] {
  return Object.keys(output_changes).filter((name) => output_changes[name]!.actions.join() !== "no-op");
}

/** Whether applying a plan would change anything, outputs too. */
export function hasChanges(plan: PlanJson): boolean {
  return changesOf(plan).length > 0 || changedOutputs(plan).length > 0;
}

/** What was changed behind terraform's back and is changed back by the plan; what AWS fills in is none of it. */
export function driftOf(plan: PlanJson): Drift[] {
  const planned = new Map(changesOf(plan).map((change) => [change.address, change]));
  return (plan.resource_drift ?? []).flatMap(({ address, change }) => {
    const deleted = change.actions.join() === "delete";
    const undone = planned.get(address);
    if (!undone) return [];
    const names = undone.attributes.map(({ name }) => name);
    const attributes = attributesOf(change).filter(({ name }) => names.includes(name));
    return deleted || attributes.length > 0
      ? [{ address, deleted, attributes: deleted ? [] : attributes }]
      : [];
  });
}

function kindOf({ actions }: Change): Kind | undefined {
  if (actions.length > 1) return "replace";
  const kinds: Partial<Record<string, Kind>> = {
    create: "create",
    update: "update",
    delete: "destroy",
    forget: "destroy",
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
  const names = attributes.filter(({ forcesReplacement }) => forcesReplacement).map(({ name }) => name);
  if (action_reason !== "replace_because_cannot_update" || names.length === 0) return words;
  return `${names.join(", ")} ${words}`;
}

const UNKNOWN = "(known after apply)";

function attributesOf({ before, after, after_unknown, ...change }: Change): AttributeChange[] {
  const [old, next, unknown] = [before, after, after_unknown].map(
    (value) => (value ?? {}) as Record<string, unknown>,
  );
  const forcing = (change.replace_paths ?? []).map(([name]) => String(name));
  return (
    [...new Set([...Object.keys(old!), ...Object.keys(next!), ...forcing])]
      // Repeats the tags.
      .filter((name) => name !== "tags_all")
      .filter((name) => unknown![name] === true || !isSame(old![name], next![name]) || forcing.includes(name))
      .map((name) => ({
        name,
        before: shown(old![name], isSensitive(change.before_sensitive, name)),
        after:
          unknown![name] === true ? UNKNOWN : shown(next![name], isSensitive(change.after_sensitive, name)),
        forcesReplacement: forcing.includes(name),
      }))
  );
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

function isSensitive(sensitive: unknown, name: string): boolean {
  if (typeof sensitive !== "object" || sensitive === null) return sensitive === true;
  const part = (sensitive as Record<string, unknown>)[name];
  return part !== undefined && JSON.stringify(part).includes("true");
}

function shown(value: unknown, sensitive: boolean): string {
  if (sensitive) return "(sensitive)";
  const text = JSON.stringify(value ?? null);
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
