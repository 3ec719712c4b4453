import { Values } from "./values";

export type { Values };

/** What `terraform show -json` prints of a saved plan, as far as it is read here (format version 1). */
export interface PlanJson {
  readonly planned_values?: {
    readonly root_module?: Module;
    readonly outputs?: Readonly<Record<string, { readonly value?: unknown }>>;
  };
  readonly resource_changes?: readonly ResourceChange[];
  /** What is not as Terraform left it, whether or not the plan changes it back. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  /** The state after refreshing; nothing before the first apply. */
  readonly prior_state?: { readonly values?: { readonly root_module?: Module } };
  readonly configuration?: {
    readonly root_module?: ConfigurationModule;
    readonly provider_config?: Readonly<
      Record<string, { readonly name?: string; readonly expressions?: Expressions }>
    >;
  };
  /** The root module's variables. */
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
}

export interface Module {
  /** With the keys of `count` and `for_each`; the root module has none. */
  readonly address?: string;
  readonly resources?: readonly Resource[];
  readonly child_modules?: readonly Module[];
}

/** A resource's values once the plan is applied; those that only AWS knows are left out. */
export interface Resource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** Its key, with `count` or `for_each`. */
  readonly index?: number | string;
  readonly values: Values;
  /** In a state: the addresses that it was made after, those in between too. */
  readonly depends_on?: readonly string[];
}

export interface ResourceChange {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly change: Change;
  /** Why it is replaced or destroyed, such as `replace_because_cannot_update`. */
  readonly action_reason?: string;
}

export type Action = "no-op" | "create" | "read" | "update" | "delete" | "forget";

export interface Change {
  readonly actions: readonly Action[];
  readonly before?: unknown;
  readonly after?: unknown;
  /** `true`, or an object or list with `true` where the value is known after the apply only. */
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  /** That it is there and comes under Terraform's care by this plan. @default - it is made, or has been there */
  readonly importing?: { readonly id?: string };
  /** The arguments that cannot be changed in place, each as the way to it. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}

export interface ConfigurationModule {
  readonly outputs?: Readonly<Record<string, { readonly expression?: Expression }>>;
  readonly resources?: readonly ConfigurationResource[];
  readonly module_calls?: Readonly<Record<string, ModuleCall>>;
}

export interface ConfigurationResource {
  readonly address: string;
  readonly expressions?: Expressions;
  readonly for_each_expression?: Expression;
}

export interface ModuleCall {
  readonly expressions?: Expressions;
  readonly for_each_expression?: Expression;
  readonly module?: ConfigurationModule;
}

/** An argument is an expression, an inline block its arguments, and several blocks a list of them. */
export type Expressions = Readonly<Record<string, unknown>>;

export interface Expression {
  readonly constant_value?: unknown;
  /** What it names, each whole and by its beginnings: `aws_vpc.main.id` and `aws_vpc.main`. */
  readonly references?: readonly string[];
}

/** A module's resources and those of the modules in it. */
export function resourcesOf(module: Module | undefined): readonly Resource[] {
  if (!module) return [];
  return [...(module.resources ?? []), ...(module.child_modules ?? []).flatMap(resourcesOf)];
}

/** Every `references` of an argument, also of a block's arguments. */
export function referencesIn(expression: unknown): string[] {
  if (Array.isArray(expression)) return expression.flatMap(referencesIn);
  if (typeof expression !== "object" || expression === null) return [];
  return Object.entries(expression).flatMap(([key, value]) =>
    key === "references" ? (value as string[]) : referencesIn(value),
  );
}
