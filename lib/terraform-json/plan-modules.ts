import {
  ConfigurationModule,
  ConfigurationResource,
  Expression,
  Module,
  ModuleCall,
  PlanJson,
  Resource,
} from "./plan-json";
import { isValues, parseReference } from "./values";

export type Key = number | string;

/** Where an expression stands: in one instance of a module, and there in one instance of a resource. */
export interface Place {
  /** The module's address with its keys; empty for the root. */
  readonly module: string;
  readonly configuration: ConfigurationModule;
  /** The call of the module, and where that stands. */
  readonly call?: { readonly from: Place; readonly name: string; readonly key?: Key };
  /** The key of the resource's instance, and what its `for_each` goes over. */
  readonly key?: Key;
  readonly forEach?: Expression;
}

/** The modules of a plan, each instance with its configuration. */
export class PlanModules {
  /** The instances of each resource, by its module and its address there: `module.net|aws_subnet.private`. */
  readonly instances = new Map<string, Resource[]>();
  readonly places = new Map<string, Place>();

  constructor(private readonly plan: PlanJson) {
    const root = { module: "", configuration: plan.configuration?.root_module ?? {} };
    this.add(plan.planned_values?.root_module, root);
  }

  /** The configuration of a resource's instance, and where it stands. */
  placeOf(resource: Resource): { readonly place: Place; readonly configured?: ConfigurationResource } {
    const [module, own] = split(resource);
    const scope = this.places.get(module)!;
    const configured = scope.configuration.resources?.find(({ address }) => address === own);
    return {
      place: { ...scope, key: resource.index, forEach: configured?.for_each_expression },
      configured,
    };
  }

  /** The keys that a step of a reference may choose by: those that `count.index`, `each` and lists in variables say. */
  keysOf([head, name]: readonly string[], place: Place, keys: readonly Key[]): Key[] {
    const own = place.key === undefined ? [] : [place.key];
    if (head === "count" || (head === "each" && name === "key")) return own;
    if (head === "each" && name === "value")
      return own.flatMap((key) => at(place.forEach?.constant_value, key));
    if (head !== "var") return [];
    const list = this.variable(name!, place);
    return [...keys, ...own].flatMap((key) => at(list, key));
  }

  /** A variable's value where the plan says it. */
  private variable(name: string, { call }: Place): unknown {
    if (!call) return this.plan.variables?.[name]?.value;
    const given = callOf(call.from, call.name)?.expressions?.[name] as Expression | undefined;
    if (given?.constant_value !== undefined) return given.constant_value;
    const [reference, ...others] = given?.references ?? [];
    const [head, above] = (reference !== undefined && parseReference(reference)) || [];
    return head === "var" && others.length === 0 ? this.variable(above!, call.from) : undefined;
  }

  private add(module: Module | undefined, place: Place): void {
    this.places.set(place.module, place);
    for (const resource of module?.resources ?? []) {
      const [at, own] = split(resource);
      const key = `${at}|${own}`;
      this.instances.set(key, [...(this.instances.get(key) ?? []), resource]);
    }
    for (const child of module?.child_modules ?? []) {
      const address = child.address ?? "";
      const [, name, index] = /module\.([\w-]+)(?:\[("?[^\]]*"?)\])?$/.exec(address) ?? [];
      const configuration = callOf(place, name ?? "")?.module ?? {};
      const key = index === undefined ? undefined : (JSON.parse(index) as Key);
      const call = { from: place, name: name ?? "", ...(key !== undefined && { key }) };
      this.add(child, { module: address, configuration, call });
    }
  }
}

/** A resource's module, and its address there without a key. */
function split({ address, mode, type, name }: Resource): [module: string, own: string] {
  const own = `${mode === "data" ? "data." : ""}${type}.${name}`;
  const at = address.lastIndexOf(own);
  return [address.slice(0, Math.max(0, at - 1)), own];
}

export function callOf({ configuration }: Place, name: string): ModuleCall | undefined {
  return configuration.module_calls?.[name];
}

/** The texts and numbers at a key of a list or a map, which may be keys themselves. */
function at(whole: unknown, key: Key): Key[] {
  return typeof whole === "object" && whole !== null ? scalars(whole[key as keyof typeof whole]) : [];
}

function scalars(value: unknown): Key[] {
  if (typeof value === "string" || typeof value === "number") return [value];
  return isValues(value) ? Object.values(value).flatMap(scalars) : [];
}
