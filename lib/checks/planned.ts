import { Module, PlanJson, Resource, resourcesOf } from "../terraform-json/plan-json";
import { remoteValues } from "../terraform-json/remote-state";

/** A stack and terraform's plan of it. */
export interface PlannedStack {
  readonly name: string;
  readonly plan: PlanJson;
}

/** A resource as it will be once the plan is applied, and its stack. */
export interface Planned extends Resource {
  readonly stack: string;
}

/** What all stacks' plans lead to, with the references between resources, across stacks too. */
export class PlannedNetwork {
  readonly resources: readonly Planned[];

  constructor(private readonly stacks: readonly PlannedStack[]) {
    this.resources = managed(stacks, ({ planned_values }) => planned_values?.root_module);
  }

  /** A resource as the plans leave it; undefined when they destroy it. */
  find({ stack, address }: Pick<Planned, "stack" | "address">): Planned | undefined {
    return this.resources.find((resource) => resource.stack === stack && resource.address === address);
  }

  /** Whether the stack itself says an argument of a resource, rather than leave it to AWS. */
  says({ stack, address }: Pick<Planned, "stack" | "address">, argument: string): boolean {
    return this.expressionsOf(stack, address)?.[argument] !== undefined;
  }

  ofType(...types: readonly string[]): readonly Planned[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }

  /** The resources whose values an argument takes, by what the configuration says: ids may be known to AWS alone. */
  targets({ stack, address }: Planned, argument: string): readonly Planned[] {
    return this.referred(stack, referencesIn(this.expressionsOf(stack, address)?.[argument]));
  }

  private expressionsOf(stack: string, address: string): Readonly<Record<string, unknown>> | undefined {
    const configuration = this.stack(stack)?.plan.configuration?.root_module;
    return configuration?.resources?.find((candidate) => candidate.address === address)?.expressions;
  }

  private referred(stack: string, references: readonly string[]): readonly Planned[] {
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
export function stateOf(stacks: readonly PlannedStack[]): Planned[] {
  return managed(stacks, ({ prior_state }) => prior_state?.values?.root_module);
}

function managed(
  stacks: readonly PlannedStack[],
  moduleOf: (plan: PlanJson) => Module | undefined,
): Planned[] {
  return stacks.flatMap(({ name, plan }) =>
    resourcesOf(moduleOf(plan))
      .filter(({ mode }) => mode === "managed")
      .map((resource) => ({ ...resource, stack: name })),
  );
}

/** Every `references` of an argument, also of a block's arguments. */
function referencesIn(expression: unknown): string[] {
  if (Array.isArray(expression)) return expression.flatMap(referencesIn);
  if (typeof expression !== "object" || expression === null) return [];
  return Object.entries(expression).flatMap(([key, value]) => {
    return key === "references" ? (value as string[]) : referencesIn(value);
  });
}
