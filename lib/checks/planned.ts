import { PlanJson, Resource, resourcesOf } from "../terraform-json/plan-json";
import { remoteValues } from "../deploy/remote-values";

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
    this.resources = stacks.flatMap(({ name, plan }) =>
      resourcesOf(plan.planned_values?.root_module)
        .filter(({ mode }) => mode === "managed")
        .map((resource) => ({ ...resource, stack: name })),
    );
  }

  ofType(...types: readonly string[]): readonly Planned[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }

  /** The resources whose values an argument takes, by what the configuration says: ids may be known to AWS alone. */
  targets({ stack, address }: Planned, argument: string): readonly Planned[] {
    const configuration = this.stack(stack)?.plan.configuration?.root_module;
    const resource = configuration?.resources?.find((candidate) => candidate.address === address);
    return this.referred(stack, referencesIn(resource?.expressions?.[argument]));
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

/** Every `references` of an argument, also of a block's arguments. */
function referencesIn(expression: unknown): string[] {
  if (Array.isArray(expression)) return expression.flatMap(referencesIn);
  if (typeof expression !== "object" || expression === null) return [];
  return Object.entries(expression).flatMap(([key, value]) => {
    return key === "references" ? (value as string[]) : referencesIn(value);
  });
}
