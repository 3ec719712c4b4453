import {
  ConfigurationModule,
  ConfigurationResource,
  Expression,
  Module,
  PlanJson,
  Resource,
} from "./plan-json";

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

  constructor(plan: PlanJson) {
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
      const configuration = place.configuration.module_calls?.[name ?? ""]?.module ?? {};
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
