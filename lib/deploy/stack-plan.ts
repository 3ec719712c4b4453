import { readFileSync } from "node:fs";
import { PlannedStack } from "../checks/planned";
import { RemoteValue, remoteValues } from "../terraform-json/remote-state";

/** A stack that is synthesized, and where. */
export interface StackFolder {
  readonly name: string;
  readonly folder: string;
  /** The stack's JSON. */
  readonly file: string;
}

/** A value of another stack that a plan was made with. */
export interface Taken {
  readonly producer: string;
  readonly output: string;
  readonly value: unknown;
}

/** Terraform's plan of a stack. */
export interface StackPlan extends PlannedStack, StackFolder {
  /** Why it is a preview, made with placeholders for other stacks' values; undefined for one that can be applied. */
  readonly preview?: string;
  /** The saved plan; that of a preview, or of no changes, is not kept. */
  readonly planFile?: string;
  /** What the saved plan destroys and nothing else, where that has to be done before the rest can be. */
  readonly leaving?: readonly string[];
  readonly takes: readonly Taken[];
}

/** The values of other stacks that a stack takes. */
export function takenBy({ file }: StackFolder): RemoteValue[] {
  return remoteValues(readFileSync(file, "utf8"));
}

/** Of the values that a stack takes, those that no state holds yet, or that their stack's plan is going to change. */
export function notYetReal(taken: readonly RemoteValue[], producers: readonly StackPlan[]): RemoteValue[] {
  return taken.filter(({ producer, output }) => {
    const change = producers.find(({ name }) => name === producer)?.plan.output_changes?.[output];
    return change?.actions.join() !== "no-op";
  });
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
