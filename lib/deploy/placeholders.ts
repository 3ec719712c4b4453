import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Change, PlanJson } from "../terraform-json/plan-json";
import { RemoteValue } from "../terraform-json/remote-state";
import { idPrefix } from "../topology/elements";
import { StackFolder, StackPlan } from "./stack-plan";

/** Of the values that a stack takes, those that no state holds yet, or that their stack's plan is going to change. */
export function notYetReal(taken: readonly RemoteValue[], producers: readonly StackPlan[]): RemoteValue[] {
  return taken.filter((value) => outputChange(value, producers)?.actions.join() !== "no-op");
}

/** What the plan of the stack that a value is taken from does to it; undefined where no state has it, nor will. */
export function outputChange(
  { producer, output }: RemoteValue,
  producers: readonly StackPlan[],
): Change | undefined {
  return producers.find(({ name }) => name === producer)?.plan.output_changes?.[output];
}

/** Why a stack is a preview, in words. */
export function previewReason(unreal: readonly RemoteValue[], producers: readonly StackPlan[]): string {
  const reasons = [...new Set(unreal.map(({ producer }) => producer))].map((name) => {
    const producer = producers.find((plan) => plan.name === name);
    const isDeployed = Object.values(producer?.plan.output_changes ?? {}).some(
      ({ before }) => before !== null,
    );
    const outputs = unreal.filter((value) => value.producer === name).map(({ output }) => shortName(output));
    return isDeployed ? `${name} is about to change ${outputs.join(", ")}` : `${name} is not deployed yet`;
  });
  return reasons.join("; ");
}

/** `aws_vpc-vpc-id` of cdktf's `cross-stack-output-aws_vpc-vpc-id`. */
function shortName(output: string): string {
  return output.replace(/^cross-stack-output-/, "");
}

/** An override of what a stack reads of others' states: files with the values that those will have. */
export function placeholderOverride(
  stack: StackFolder,
  unreal: readonly RemoteValue[],
  producers: readonly StackPlan[],
): object {
  const labels = new Map(unreal.map(({ label, producer }) => [label, producer]));
  mkdirSync(join(stack.folder, ".terraform"), { recursive: true });
  const states = [...labels].map(([label, name]) => {
    const path = resolve(stack.folder, ".terraform", `placeholder-${name}.tfstate`);
    const plan = producers.find((producer) => producer.name === name)?.plan ?? {};
    writeFileSync(path, placeholderState(placeholderOutputs(plan)));
    return [label, { backend: "local", config: { path } }] as const;
  });
  return { data: { terraform_remote_state: Object.fromEntries(states) } };
}

/** The value of an output that a plan stands in for, and its type as a state writes it. */
export interface Placeholder {
  readonly value: unknown;
  readonly type: unknown;
}

/**
 * The outputs that a stack will have once its plan is applied: what terraform knows already, and placeholders of the
 * right form, such as `vpc-00000000`, for what AWS has yet to give.
 */
export function placeholderOutputs({
  output_changes = {},
  configuration,
}: PlanJson): Record<string, Placeholder> {
  const counts = new Map<string, number>();
  const outputs = Object.keys(output_changes).sort();
  return Object.fromEntries(
    outputs.map((name) => {
      const { after, after_unknown } = output_changes[name]!;
      const [reference = ""] = configuration?.root_module?.outputs?.[name]?.expression?.references ?? [];
      const value = filledIn(after, after_unknown, () => placeholder(reference, counts));
      return [name, { value, type: typeOf(value) }];
    }),
  );
}

/** A state with these outputs and no resources, as Terraform 1.x reads it. */
export function placeholderState(outputs: Readonly<Record<string, Placeholder>>): string {
  const state = {
    version: 4,
    terraform_version: "1.5.0",
    serial: 1,
    lineage: "placeholder",
    outputs,
    resources: [],
  };
  return JSON.stringify(state, null, 2);
}

/** `after` with a placeholder wherever `unknown` says that nothing is known. */
function filledIn(after: unknown, unknown: unknown, next: () => string): unknown {
  if (unknown === true) return next();
  if (typeof unknown !== "object" || unknown === null) return after;
  const known = (after ?? (Array.isArray(unknown) ? [] : {})) as Record<string, unknown>;
  const keys = [...new Set([...Object.keys(known), ...Object.keys(unknown)])];
  const filled = keys.map((key) => [
    key,
    filledIn(known[key], (unknown as Record<string, unknown>)[key], next),
  ]);
  return Array.isArray(unknown) ? filled.map(([, value]) => value) : Object.fromEntries(filled);
}

/** The next value of the form that an attribute such as `aws_vpc.vpc.id` has; no two are the same. */
function placeholder(reference: string, counts: Map<string, number>): string {
  const [type = "", , attribute = "id"] = reference.split(".");
  const form = attribute === "id" ? idPrefix(type) : attribute;
  const count = counts.get(form) ?? 0;
  counts.set(form, count + 1);
  const digits = String(count).padStart(8, "0");
  if (attribute === "id") return `${form}-${digits}`;
  if (attribute === "arn") return `arn:aws:ec2:us-east-1:000000000000:${idPrefix(type)}/${digits}`;
  // Of the range that is set aside for documentation (RFC 5737).
  if (attribute.endsWith("_ip")) return `192.0.2.${count % 256}`;
  if (attribute === "mac_address") return `02:00:00:00:00:${(count % 256).toString(16).padStart(2, "0")}`;
  return `${attribute}-${digits}`;
}

function typeOf(value: unknown): unknown {
  if (Array.isArray(value)) return ["tuple", value.map(typeOf)];
  if (typeof value === "boolean") return "bool";
  if (typeof value !== "object" || value === null) return typeof value === "number" ? "number" : "string";
  return ["object", Object.fromEntries(Object.entries(value).map(([key, part]) => [key, typeOf(part)]))];
}
