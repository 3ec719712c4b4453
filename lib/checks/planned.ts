import { PlannedChange, changesOf } from "../terraform-json/changes";
import { blocksOf } from "../terraform-json/values";
import { Module, PlanJson, Resource, Values, referencesIn, resourcesOf } from "../terraform-json/plan-json";
import { remoteValues } from "../terraform-json/remote-state";

/** A stack and terraform's plan of it. */
export interface PlannedStack {
  readonly name: string;
  readonly plan: PlanJson;
  /** Why it is a preview, made with placeholders for other stacks' values. @default - it can be applied */
  readonly preview?: string;
  /** Whether the environment no longer has the stack, so that all that its state holds is destroyed. @default false */
  readonly isLeft?: boolean;
}

/** A resource, as a state holds it or as it will be once the plan is applied, and its stack. */
export interface StackResource extends Resource {
  readonly stack: string;
}

/** `network/aws_subnet.private_b` */
export function nameOf({ stack, address }: Pick<StackResource, "stack" | "address">): string {
  return `${stack}/${address}`;
}

/** What all stacks' plans lead to, with the references between resources, across stacks too. */
export class PlannedNetwork {
  readonly resources: readonly StackResource[];

  constructor(private readonly stacks: readonly PlannedStack[]) {
    this.resources = managed(stacks, ({ planned_values }) => planned_values?.root_module);
  }

  /** What the stacks have now. */
  get now(): readonly StackResource[] {
    return stateOf(this.stacks);
  }

  /** What the plans change. */
  get changes(): readonly Changed[] {
    return this.stacks.flatMap(changedBy);
  }

  /** A resource as the plans leave it; undefined when they destroy it. */
  find({ stack, address }: Pick<StackResource, "stack" | "address">): StackResource | undefined {
    return this.resources.find((resource) => resource.stack === stack && resource.address === address);
  }

  /** Whether the stack itself says an argument of a resource, rather than leave it to AWS. */
  says({ stack, address }: Pick<StackResource, "stack" | "address">, argument: string): boolean {
    return this.expressionsOf(stack, address)?.[argument] !== undefined;
  }

  ofType(...types: readonly string[]): readonly StackResource[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }

  /** The resources whose values an argument takes, by what the configuration says: ids may be known to AWS alone. */
  targets({ stack, address }: StackResource, argument: string): readonly StackResource[] {
    return this.referred(stack, referencesIn(this.expressionsOf(stack, address)?.[argument]));
  }

  private expressionsOf(stack: string, address: string): Readonly<Record<string, unknown>> | undefined {
    const configuration = this.stack(stack)?.plan.configuration?.root_module;
    return configuration?.resources?.find((candidate) => candidate.address === address)?.expressions;
  }

  private referred(stack: string, references: readonly string[]): readonly StackResource[] {
    const own = this.resources.filter(
      (resource) => resource.stack === stack && references.includes(resource.address),
    );
    const others = remoteValues(references.join(" ")).flatMap(({ producer, output }) => {
      const outputs = this.stack(producer)?.plan.configuration?.root_module?.outputs;
      return this.referred(producer, outputs?.[output]?.expression?.references ?? []);
    });
    return [...new Set([...own, ...others])];
  }

  private stack(name: string): PlannedStack | undefined {
    return this.stacks.find((stack) => stack.name === name);
  }
}

/** What AWS answered of the stacks' own resources when they were planned. */
export function stateOf(stacks: readonly PlannedStack[]): StackResource[] {
  return managed(stacks, ({ prior_state }) => prior_state?.values?.root_module);
}

function managed(
  stacks: readonly PlannedStack[],
  moduleOf: (plan: PlanJson) => Module | undefined,
): StackResource[] {
  return stacks.flatMap(({ name, plan }) =>
    resourcesOf(moduleOf(plan))
      .filter(({ mode }) => mode === "managed")
      .map((resource) => ({ ...resource, stack: name })),
  );
}

/** A resource that a plan changes, and what it is before; nothing is known of one that is yet to be made. */
export interface Changed extends PlannedChange {
  readonly stack: string;
  readonly type: string;
  readonly values: Values;
  /** Whether it cannot be applied in this round. */
  readonly isPreview: boolean;
  /** Whether the environment no longer has its stack. */
  readonly isLeft: boolean;
}

/** What a stack's plan changes, resource by resource. */
export function changedBy({ name, plan, preview, isLeft = false }: PlannedStack): Changed[] {
  const resources = new Map((plan.resource_changes ?? []).map((resource) => [resource.address, resource]));
  return changesOf(plan).map((planned) => {
    const { type, change } = resources.get(planned.address)!;
    const values = (change.before ?? {}) as Values;
    return { ...planned, stack: name, type, values, isPreview: preview !== undefined, isLeft };
  });
}

/** A resource's blocks of one kind; none where AWS chooses what is in them. */
export function blocks(values: Values, name: string): readonly Values[] {
  return blocksOf(values[name]);
}
