import { Expression, PlanJson, Resource as PlannedResource, referencesIn, resourcesOf } from "./plan-json";
import { Place, PlanModules } from "./plan-modules";
import { PlanReferences } from "./plan-references";
import { RemoteOutputs, remoteReferences } from "./remote-state";
import { EMPTY_STACK, Resource, Stack } from "./stack";
import { resourcesOf as stateResources } from "./state-json";
import { Unknown, Values, Written, blocksOf, isValues } from "./values";

/**
 * A stack as it will be once a plan is applied. What AWS has yet to give is followed by what the configuration names,
 * through modules, `count` and `for_each`.
 *
 * @param synthesized the same stack's configuration: what the plan does not know is taken from there
 */
export function stackOfPlan(name: string, folder: string, plan: PlanJson, synthesized?: Stack): Stack {
  const prior = blocksOf(plan.prior_state?.values?.root_module).flatMap((root) => stateResources(name, root));
  const reader = new PlanReader(name, plan, new RemoteOutputs(prior));
  const written = new Map(synthesized?.resources.map((resource) => [resource.address, resource.values]));
  const planned = resourcesOf(plan.planned_values?.root_module).map((resource) => {
    const read = reader.resource(resource);
    return { ...read, values: completed(read.values, written.get(read.address)) };
  });
  const addresses = new Set(planned.map(({ address }) => address));
  const found = prior.filter(({ data, address }) => data && !addresses.has(address));
  return {
    ...EMPTY_STACK,
    data: reader.remoteStates(),
    ...(synthesized && { data: synthesized.data, backend: synthesized.backend }),
    ...(synthesized && { locals: synthesized.locals, variables: synthesized.variables }),
    name,
    folder,
    templates: false,
    resources: [...planned, ...found],
    outputs: reader.outputs(),
    region: regionOf(plan, planned),
  };
}

class PlanReader {
  private readonly changes: ReadonlyMap<string, { readonly made: boolean; readonly unknown: unknown }>;
  private readonly modules: PlanModules;
  private readonly references: PlanReferences;

  constructor(
    private readonly name: string,
    private readonly plan: PlanJson,
    private readonly remote: RemoteOutputs,
  ) {
    this.modules = new PlanModules(plan);
    this.references = new PlanReferences(this.modules);
    this.changes = new Map(
      plan.resource_changes?.map(({ address, change }) => [
        address,
        { made: change.actions.includes("create"), unknown: change.after_unknown },
      ]),
    );
  }

  resource(resource: PlannedResource): Resource {
    const { address, type, mode, values } = resource;
    const { place, configured } = this.modules.placeOf(resource);
    const change = this.changes.get(address);
    const filled = this.filled(values, change?.unknown, configured?.expressions, place, "");
    return {
      stack: this.name,
      address,
      type,
      values: filled as Values,
      deployed: typeof values["id"] === "string" && change?.made !== true,
      data: mode === "data",
    };
  }

  /** The configuration of the data sources that read other stacks' states. */
  remoteStates(): Values {
    const resources = this.plan.configuration?.root_module?.resources ?? [];
    return Object.fromEntries(
      resources
        .filter(({ address }) => address.startsWith("data.terraform_remote_state."))
        .map(({ address, expressions = {} }) => [address.replace("data.", ""), constants(expressions)]),
    );
  }

  outputs(): Values {
    const root = this.plan.configuration?.root_module ?? {};
    const known = this.plan.planned_values?.outputs ?? {};
    return Object.fromEntries(
      Object.entries(root.outputs ?? {}).map(([output, { expression }]) => {
        const { value } = known[output] ?? {};
        if (value !== undefined) return [output, value];
        const place = { module: "", configuration: root };
        const found = this.references.follow(expression?.references ?? [], place, {
          argument: "",
          many: false,
        });
        return [output, found ?? new Unknown()];
      }),
    );
  }

  /** A value with what the configuration names wherever nothing is known, and other stacks' values by their names. */
  private filled(
    value: unknown,
    unknown: unknown,
    expression: unknown,
    place: Place,
    argument: string,
  ): unknown {
    if (unknown === true) return this.named(expression, place, argument);
    if (Array.isArray(value)) {
      const whole = this.remote.named(value, referencesIn(expression));
      if (whole) return whole;
      const parts = Array.isArray(unknown) ? unknown : [];
      return value.map((part, index) => {
        const of = Array.isArray(expression) ? expression[index] : expression;
        return this.filled(part, parts[index], of, place, argument);
      });
    }
    if (isValues(value)) {
      const parts = isValues(unknown) ? unknown : {};
      const names = [...new Set([...Object.keys(value), ...Object.keys(parts)])];
      return Object.fromEntries(
        names.map((name) => {
          const of = isValues(expression) ? (expression[name] ?? mixed(expression)) : undefined;
          return [name, this.filled(value[name], parts[name], of, place, name)];
        }),
      );
    }
    return this.remote.named(value, referencesIn(expression)) ?? value;
  }

  /** Without an expression AWS decides, and the argument is not given. */
  private named(expression: unknown, place: Place, argument: string): unknown {
    const references = referencesIn(expression);
    if (references.length === 0) return undefined;
    if (!NAMES_ONE_THING.test(argument)) return new Unknown();
    const remote = remoteReferences(references);
    if (remote.length > 0 && !/s$/.test(argument)) return new Written(`\${${remote[0]}}`);
    const many = LISTS.has(argument);
    return this.references.follow(references, place, { argument, many }) ?? new Unknown();
  }
}

/** Arguments that take lists of ids. */
const LISTS: ReadonlySet<string> = new Set([
  "allocation_ids",
  "network_interface_ids",
  "prefix_list_ids",
  "private_ip_list",
  "private_ips",
  "route_table_ids",
  "security_group_ids",
  "security_groups",
  "subnet_ids",
  "subnets",
  "vpc_security_group_ids",
]);

/** Arguments that are an id or an address and nothing else; a text such as user data may hold one among other things. */
const NAMES_ONE_THING =
  /(_ids?|^(id|load_balancer_arn|target_group_arn|instance|network_interface|security_groups|subnets|private_ip|public_ip))$/;

/** The references of blocks that are given as a list are all in one. */
function mixed(expression: Values): Expression | undefined {
  return Array.isArray(expression["references"]) ? expression : undefined;
}

function constants(expressions: Values): Values {
  return Object.fromEntries(
    Object.entries(expressions).map(([name, value]) => [
      name,
      isValues(value) ? value["constant_value"] : undefined,
    ]),
  );
}

/** With what the configuration says where the plan does not know. */
function completed(values: Values, written: Values | undefined): Values {
  const missing = Object.entries(written ?? {}).filter(
    ([name]) => values[name] === undefined || values[name] === null || values[name] instanceof Unknown,
  );
  return { ...values, ...Object.fromEntries(missing.map(([name, value]) => [name, new Written(value)])) };
}

function regionOf(
  { configuration, variables }: PlanJson,
  resources: readonly Resource[],
): string | undefined {
  const aws = Object.values(configuration?.provider_config ?? {}).find(({ name }) => name === "aws");
  const given = aws?.expressions?.["region"] as Expression | undefined;
  const variable = given?.references?.[0]?.replace(/^var\./, "");
  const region = given?.constant_value ?? (variable === undefined ? undefined : variables?.[variable]?.value);
  const used = resources.map(({ values }) => values["region"]).find((value) => typeof value === "string");
  return typeof region === "string" ? region : (used as string | undefined);
}
