import { Resource, referencesIn } from "./plan-json";
import { Key, Place, PlanModules, callOf } from "./plan-modules";
import { AttributeOf, parseReference } from "./values";

/** Resource instances that a reference may mean, and the attribute. */
interface Found {
  readonly instances: readonly Resource[];
  readonly attribute?: string;
}

/** Where references stand, and how to choose among several instances of what they name. */
interface Search {
  readonly place: Place;
  /** What `count.index` and its like may choose by. */
  readonly keys: readonly Key[];
  /** Whether all instances may be meant. */
  readonly many: boolean;
}

/** Resources that an unknown argument of this name can only be an attribute of. */
const TYPE_OF_ARGUMENT: Readonly<Record<string, string>> = {
  gateway_id: "aws_internet_gateway",
  nat_gateway_id: "aws_nat_gateway",
  network_acl_id: "aws_network_acl",
  network_interface_id: "aws_network_interface",
  route_table_id: "aws_route_table",
  security_group_id: "aws_security_group",
  subnet_id: "aws_subnet",
  vpc_id: "aws_vpc",
};

/**
 * Finds what a plan's expressions mean. The plan has of each only what it names, without what is done with it; so a
 * reference counts as followed only when one instance alone can be meant.
 */
export class PlanReferences {
  constructor(private readonly modules: PlanModules) {}

  /** What an argument's references mean: one attribute, or where a list is wanted all of them; undefined when unclear. */
  follow(
    references: readonly string[],
    place: Place,
    { argument, many }: { readonly argument: string; readonly many: boolean },
  ): AttributeOf | AttributeOf[] | undefined {
    const attributes = this.found(references, { place, keys: [], many }).flatMap(({ instances, attribute }) =>
      instances.map((instance) => ofInstance(instance, attribute, argument)),
    );
    const distinct = [
      ...new Map(attributes.map((each) => [`${each.address} ${each.attribute}`, each])).values(),
    ];
    if (distinct.length === 0) {
      const only = this.only(argument, place);
      return only && (many ? [only] : only);
    }
    if (many) return distinct;
    return distinct.length === 1 ? distinct[0] : undefined;
  }

  /** Through a local, which a plan does not have: what is not made yet and alone of its type. */
  private only(argument: string, { module }: Place): AttributeOf | undefined {
    const type = TYPE_OF_ARGUMENT[argument.replace(/_ids$/, "_id")];
    const all = [...this.modules.instances]
      .filter(([key]) => type !== undefined && key.includes(`|${type}.`))
      .flatMap(([key, instances]) =>
        instances.map((instance) => ({ instance, near: key.startsWith(`${module}|`) })),
      )
      .filter(({ instance }) => typeof instance.values["id"] !== "string");
    const near = all.filter((each) => each.near);
    const [only, ...others] = near.length > 0 ? near : all;
    return only && others.length === 0 ? ofInstance(only.instance, undefined, argument) : undefined;
  }

  private found(references: readonly string[], search: Search): Found[] {
    const { place, keys } = search;
    const all = references.flatMap((reference) => {
      const steps = parseReference(reference);
      return steps ? [steps] : [];
    });
    const whole = all.filter((steps) => !all.some((other) => other !== steps && startsWith(other, steps)));
    const hints = [...keys, ...whole.flatMap((steps) => this.modules.keysOf(steps, place, keys))];
    return whole.flatMap((steps) => this.foundBy(steps, { ...search, keys: hints }));
  }

  private foundBy(steps: readonly string[], search: Search): Found[] {
    const [head, name, ...rest] = steps as [string, string, ...string[]];
    const { place, keys } = search;
    switch (head) {
      case "count":
      case "local":
      case "path":
      case "self":
      case "terraform":
        return [];
      case "each": {
        const over = place.forEach?.references ?? [];
        if (name !== "value" || place.key === undefined) return [];
        const at = { ...place, forEach: undefined };
        const found = this.found(over, { place: at, keys: [place.key], many: false });
        return found.map((each) => ({ ...each, attribute: each.attribute ?? rest[0] }));
      }
      case "var": {
        if (!place.call) return [];
        const { from, name: call, key } = place.call;
        const given = callOf(from, call);
        const at = { ...from, key, forEach: given?.for_each_expression };
        const hints = [...keys, ...numbers(rest)];
        return this.found(referencesIn(given?.expressions?.[name]), { ...search, place: at, keys: hints });
      }
      case "module":
        return this.outputs(name, rest, search);
      case "data":
        return this.resources(`data.${name}.${rest[0]}`, rest.slice(1), search);
      default:
        return this.resources(`${head}.${name}`, rest, search);
    }
  }

  /** What a module's output names, in each of the module's instances that may be meant. */
  private outputs(name: string, rest: readonly string[], { place, keys, many }: Search): Found[] {
    const children = [...this.modules.places.values()].filter(
      ({ call }) => call?.name === name && call.from.module === place.module,
    );
    const indexed = children.some(({ call }) => String(call!.key) === rest[0]);
    const [output, ...further] = indexed ? rest.slice(1) : rest;
    const chosen = choose(children, ({ call }) => call!.key, indexed ? [rest[0]!] : keys, many);
    const indexes = numbers(further);
    const search = { keys: [...keys, ...indexes], many: many && indexes.length === 0 };
    return chosen.flatMap((child) => {
      const expression = child.configuration.outputs?.[output ?? ""]?.expression;
      return this.found(expression?.references ?? [], { ...search, place: child });
    });
  }

  private resources(address: string, rest: readonly string[], { place, keys, many }: Search): Found[] {
    const instances = this.modules.instances.get(`${place.module}|${address}`) ?? [];
    const indexed = instances.some(({ index }) => index !== undefined && String(index) === rest[0]);
    const [attribute] = (indexed ? rest.slice(1) : rest).filter((step) => !/^\d+$/.test(step));
    const chosen = choose(instances, ({ index }) => index, indexed ? [rest[0]!] : keys, many);
    return [{ instances: chosen, ...(attribute !== undefined && { attribute }) }];
  }
}

/** The instances that the keys choose; without one that fits, the only one there is, or all where a list is wanted. */
function choose<T>(
  instances: readonly T[],
  keyOf: (instance: T) => Key | undefined,
  keys: readonly Key[],
  many: boolean,
): readonly T[] {
  const chosen = instances.filter((instance) => {
    const key = keyOf(instance);
    return key !== undefined && keys.some((wanted) => String(wanted) === String(key));
  });
  if (chosen.length === 1 || instances.length === 1) return chosen.length === 1 ? chosen : instances;
  return many && chosen.length === 0 ? instances : chosen;
}

function ofInstance(
  { address, type }: Resource,
  attribute: string | undefined,
  argument: string,
): AttributeOf {
  const primary = type === "aws_instance" && /network_interface/.test(argument);
  return new AttributeOf(address, attribute ?? (primary ? "primary_network_interface_id" : "id"));
}

function startsWith(steps: readonly string[], beginning: readonly string[]): boolean {
  return steps.length > beginning.length && beginning.every((step, index) => steps[index] === step);
}

function numbers(steps: readonly string[]): number[] {
  return steps.filter((step) => /^\d+$/.test(step)).map(Number);
}
