import { Configuration } from "../terraform-json/configuration";
import { ReadError, Resource, Source, Stack, bySource } from "../terraform-json/stack";
import { isPartByData, isUnderstood } from "./known-types";
import { Element } from "./model";
import { placeholderId } from "./placeholders";

/** The arguments by which a data source is given the id of what it looks up. */
const ID_ARGUMENTS: Readonly<Record<string, string>> = {
  aws_instance: "instance_id",
  aws_internet_gateway: "internet_gateway_id",
  aws_prefix_list: "prefix_list_id",
  aws_route_table: "route_table_id",
};

/** AWS's id, or a placeholder for it. */
export function idOf(resource: Resource): string {
  const { type, values, deployed, data } = resource;
  const argument = ID_ARGUMENTS[type];
  const id = values["id"] ?? (data && argument !== undefined ? values[argument] : undefined);
  if (deployed) {
    if (typeof id === "string" && id !== "") return id;
    throw new ReadError(resource, "has no id in the state");
  }
  return data && typeof id === "string" && !id.includes("${") ? id : placeholderId(type, resource);
}

export function element(resource: Resource, id = idOf(resource)): Element {
  return { stack: resource.stack, address: resource.address, id, name: nameOf(resource) };
}

/** `aws_instance.nat_b` as `nat-b`, and `module.web.aws_instance.host[0]` as `web-host-0`. */
export function nameOf({ address, type }: Resource): string {
  return address
    .replace(/(^|\.)module\./g, "$1")
    .replace(/(^|\.)data\./g, "$1")
    .replace(`${type}.`, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** The one with an id that an argument gives. */
export function byId<T extends { readonly id: string }>(
  configuration: Configuration,
  all: readonly T[],
  resource: Resource,
  argument: string,
): T {
  return known(all, configuration.required(resource, argument), resource, argument);
}

/** @throws ReadError when what an argument names is not part of what was read */
export function known<T extends { readonly id: string }>(
  all: readonly T[],
  id: string,
  resource: Source,
  argument: string,
): T {
  const found = withId(all, id);
  if (!found) throw new ReadError(resource, `its ${argument}, ${id}, is not part of what was read`);
  return found;
}

const indexes = new WeakMap<readonly unknown[], ReadonlyMap<string, unknown>>();

/**
 * The first with an id; asking a list of many elements for many ids takes a time that grows with their number alone.
 */
export function withId<T extends { readonly id: string }>(all: readonly T[], id: string): T | undefined {
  let index = indexes.get(all);
  if (!index) {
    index = new Map([...all].reverse().map((each) => [each.id, each]));
    indexes.set(all, index);
  }
  return index.get(id) as T | undefined;
}

/**
 * The resources that a network is read from, each once: where a data source finds what another stack makes, it is that
 * stack's. Those with `count` or `for_each`, which a configuration does not expand, are apart.
 *
 * @throws ReadError when two states have the same resource
 */
export function distinctResources(stacks: readonly Stack[]): {
  readonly resources: readonly Resource[];
  readonly counted: readonly Resource[];
} {
  const all = stacks.flatMap(({ resources }) => resources).sort(bySource);
  const isCounted = ({ values, deployed, data }: Resource) =>
    !deployed && !data && [values["count"], values["for_each"]].some((value) => value !== undefined);
  const owners = new Map<string, Resource>();
  for (const resource of all) {
    if (resource.data || !resource.deployed || !isUnderstood(resource.type)) continue;
    const { id } = resource.values;
    if (typeof id !== "string") continue;
    const key = `${resource.type} ${id}`;
    const before = owners.get(key);
    if (before && before.stack !== resource.stack) {
      const first = `${before.stack}: ${before.address}`;
      throw new ReadError(resource, `is ${id}, and so is ${first}; give one of the two states`);
    }
    owners.set(key, resource);
  }
  const lookedUp = new Set<string>();
  const resources = all.filter((resource) => {
    if (isCounted(resource)) return false;
    if (!resource.data) return true;
    if (!isPartByData(resource.type)) return false;
    const id = `${resource.type} ${idOrNothing(resource)}`;
    if (owners.has(id) || lookedUp.has(id)) return false;
    lookedUp.add(id);
    return true;
  });
  return { resources, counted: all.filter(isCounted) };
}

function idOrNothing(resource: Resource): string {
  try {
    return idOf(resource);
  } catch (error) {
    if (error instanceof ReadError) return resource.address;
    throw error;
  }
}
