import { createHash } from "node:crypto";
import { Configuration } from "../terraform-json/configuration";
import { ReadError, Resource, Source, Stack } from "../terraform-json/stack";
import { Element } from "./model";

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

/** What AWS's ids begin with. */
const PREFIXES: Readonly<Record<string, string>> = {
  aws_egress_only_internet_gateway: "eigw",
  aws_ec2_managed_prefix_list: "pl",
  aws_eip: "eipalloc",
  aws_instance: "i",
  aws_internet_gateway: "igw",
  aws_lb: "lb",
  aws_lb_target_group: "tg",
  aws_nat_gateway: "nat",
  aws_network_acl: "acl",
  aws_network_interface: "eni",
  aws_route_table: "rtb",
  aws_security_group: "sg",
  aws_subnet: "subnet",
  aws_vpc: "vpc",
  aws_vpc_endpoint: "vpce",
};

/** An id as AWS would give it to what Terraform makes at that address; `part` tells a resource's several ids apart. */
export function placeholderId(type: string, { stack, address }: Source, part = ""): string {
  return `${idPrefix(type)}-${hash(stack, address, part).slice(0, 17)}`;
}

/** What the ids of a type of resource begin with, such as `vpc`. */
export function idPrefix(type: string): string {
  return PREFIXES[type] ?? type.replace(/^aws_/, "").replaceAll("_", "-");
}

/** A locally administered address, as AWS's are; `part` tells the network interfaces of one resource apart. */
export function placeholderMac({ stack, address }: Source, part = "mac"): string {
  const octets = hash(stack, address, part).match(/../g)!.slice(0, 5);
  return ["02", ...octets].join(":");
}

function hash(...parts: string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}

/** The addresses of the resources that have placeholders for their ids, by these. */
export function idsOf(stacks: readonly Stack[]): ReadonlyMap<string, string> {
  const made = stacks.flatMap(({ resources }) => resources).filter(({ deployed }) => !deployed);
  return new Map(made.map((resource) => [placeholderId(resource.type, resource), resource.address]));
}
