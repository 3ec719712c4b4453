import { Configuration } from "../terraform-json/configuration";
import { Element, Source } from "./model";
import { Resource } from "../terraform-json/stack";
import { standInId } from "./stand-ins";
import { ReadError } from "../terraform-json/read-error";

/** AWS's id from a state, or a stand-in. */
export function idOf(resource: Resource): string {
  if (!resource.deployed) return standInId(resource.type, resource);
  const { id } = resource.values;
  if (typeof id !== "string") throw new ReadError(resource, "has no id in the state");
  return id;
}

export function element(resource: Resource, id = idOf(resource)): Element {
  return { stack: resource.stack, address: resource.address, id, name: nameOf(resource) };
}

/** `aws_instance.nat_b` as `nat-b`, and `module.web.aws_instance.host[0]` as `web-host-0`. */
export function nameOf({ address, type }: Resource): string {
  return address
    .replace(/(^|\.)module\./g, "$1")
    .replace(`${type}.`, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** The one with an id that an argument gives. */
export function byId<T extends Element>(
  configuration: Configuration,
  all: readonly T[],
  resource: Resource,
  argument: string,
): T {
  return known(all, configuration.required(resource, argument), resource, argument);
}

/** @throws ReadError when what an argument names is not part of what was read */
export function known<T extends Element>(
  all: readonly T[],
  id: string,
  resource: Source,
  argument: string,
): T {
  const found = all.find((candidate) => candidate.id === id);
  if (!found) throw new ReadError(resource, `its ${argument}, ${id}, is not part of what was read`);
  return found;
}
