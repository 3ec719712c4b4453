import { isValues } from "./json-blocks";
import { AttributeOf } from "./later-values";
import { Expression, ModuleCall, PlanJson, Resource, referencesIn } from "./plan-json";
import { Key, Place, PlanModules } from "./plan-modules";
import { parseReference } from "./template";

/** Resource instances that a reference may mean, and the attribute. */
interface Found {
  readonly instances: readonly Resource[];
  readonly attribute?: string;
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
  constructor(
    private readonly plan: PlanJson,
    private readonly modules: PlanModules,
  ) {}

  /** What an argument's references mean: one attribute, or where a list is wanted all of them; undefined when unclear. */
  follow(
    references: readonly string[],
    place: Place,
    { argument, many }: { readonly argument: string; readonly many: boolean },
  ): AttributeOf | AttributeOf[] | undefined {
    const found = this.found(references, place, [], many).filter(({ instances }) => instances.length > 0);
    const attributes = found.flatMap(({ instances, attribute }) =>
      instances.map((instance) => ofInstance(instance, attribute, argument)),
    );
    const distinct = [
      ...new Map(attributes.map((each) => [`${each.address} ${each.attribute}`, each])).values(),
    ];
    if (many && distinct.length > 0) return distinct;
    if (distinct.length === 1) return distinct[0];
    return distinct.length === 0 ? this.only(argument, place, many) : undefined;
  }

  /** Through a local, which a plan does not have: what is not made yet and alone of its type. */
  private only(argument: string, { module }: Place, many: boolean): AttributeOf | AttributeOf[] | undefined {
    const type = TYPE_OF_ARGUMENT[argument.replace(/_ids$/, "_id")];
    const all = [...this.modules.instances]
      .filter(([key]) => type !== undefined && key.includes(`|${type}.`))
      .flatMap(([key, instances]) =>
        instances.map((instance) => ({ instance, near: key.startsWith(`${module}|`) })),
      )
      .filter(({ instance }) => typeof instance.values["id"] !== "string");
    const near = all.filter((each) => each.near);
    const [only, ...others] = near.length > 0 ? near : all;
    if (!only || others.length > 0) return undefined;
    const attribute = ofInstance(only.instance, undefined, argument);
    return many ? [attribute] : attribute;
  }

  private found(references: readonly string[], place: Place, keys: readonly Key[], many: boolean): Found[] {
    const all = references.flatMap((reference) => {
      const steps = parseReference(reference);
      return steps ? [steps] : [];
    });
    const whole = all.filter((steps) => !all.some((other) => other !== steps && startsWith(other, steps)));
    const hints = [...keys, ...whole.flatMap((steps) => this.keysIn(steps, place, keys))];
    return whole.flatMap((steps) => this.foundBy(steps, place, hints, many));
  }

  /** What a step by `count.index` and its like may choose by. */
  private keysIn([head, name]: readonly string[], place: Place, keys: readonly Key[]): Key[] {
    const own = [...keys, ...(place.key === undefined ? [] : [place.key])];
    if (head === "count" || (head === "each" && name === "key"))
      return place.key === undefined ? [] : [place.key];
    if (head === "each" && name === "value") {
      const over = place.forEach?.constant_value;
      const value = isValues(over) && place.key !== undefined ? over[place.key] : undefined;
      return scalars(value);
    }
    if (head === "var") {
      const list = this.constant(name!, place);
      return own.flatMap((key) =>
        typeof list === "object" && list !== null ? scalars(list[key as keyof typeof list]) : [],
      );
    }
    return [];
  }

  /** A variable's value where the plan says it. */
  private constant(name: string, { call }: Place): unknown {
    if (!call) return this.plan.variables?.[name]?.value;
    const given = callOf(call.from, call.name)?.expressions?.[name] as Expression | undefined;
    if (given?.constant_value !== undefined) return given.constant_value;
    const [reference, ...others] = given?.references ?? [];
    const [head, above] = (reference !== undefined && parseReference(reference)) || [];
    return head === "var" && others.length === 0 ? this.constant(above!, call.from) : undefined;
  }

  private foundBy(steps: readonly string[], place: Place, keys: readonly Key[], many: boolean): Found[] {
    const [head, name, ...rest] = steps as [string, string, ...string[]];
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
        const found = this.found(over, { ...place, forEach: undefined }, [place.key], false);
        return found.map((each) => ({ ...each, attribute: each.attribute ?? rest[0] }));
      }
      case "var": {
        if (!place.call) return [];
        const { from, name: call, key } = place.call;
        const given = callOf(from, call);
        const at = { ...from, key, forEach: given?.for_each_expression };
        return this.found(referencesIn(given?.expressions?.[name]), at, [...keys, ...numbers(rest)], many);
      }
      case "module":
        return this.outputs(name, rest, place, keys, many);
      case "data":
        return this.resources(`data.${name}.${rest[0]}`, rest.slice(1), place, keys, many);
      default:
        return this.resources(`${head}.${name}`, rest, place, keys, many);
    }
  }

  /** What a module's output names, in each of the module's instances that may be meant. */
  private outputs(
    name: string,
    rest: readonly string[],
    place: Place,
    keys: readonly Key[],
    many: boolean,
  ): Found[] {
    const children = [...this.modules.places.values()].filter(
      ({ call }) => call?.name === name && call.from.module === place.module,
    );
    const indexed = children.some(({ call }) => String(call!.key) === rest[0]);
    const [output, ...further] = indexed ? rest.slice(1) : rest;
    const chosen = choose(children, ({ call }) => call!.key, indexed ? [rest[0]!] : keys, many);
    return chosen.flatMap((child) =>
      this.found(
        child.configuration.outputs?.[output ?? ""]?.expression?.references ?? [],
        child,
        [...keys, ...numbers(further)],
        many && numbers(further).length === 0,
      ),
    );
  }

  private resources(
    address: string,
    rest: readonly string[],
    { module }: Place,
    keys: readonly Key[],
    many: boolean,
  ): Found[] {
    const instances = this.modules.instances.get(`${module}|${address}`) ?? [];
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

function callOf({ configuration }: Place, name: string): ModuleCall | undefined {
  return configuration.module_calls?.[name];
}

function startsWith(steps: readonly string[], beginning: readonly string[]): boolean {
  return steps.length > beginning.length && beginning.every((step, index) => steps[index] === step);
}

function numbers(steps: readonly string[]): number[] {
  return steps.filter((step) => /^\d+$/.test(step)).map(Number);
}

function scalars(value: unknown): Key[] {
  if (typeof value === "string" || typeof value === "number") return [value];
  return isValues(value) ? Object.values(value).flatMap(scalars) : [];
}
