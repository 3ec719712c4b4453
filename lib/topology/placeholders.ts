import { createHash } from "node:crypto";
import { Source, Stack } from "../terraform-json/stack";

/** What AWS's ids begin with. */
const PREFIXES: Readonly<Record<string, string>> = {
  aws_egress_only_internet_gateway: "eigw",
  aws_ec2_managed_prefix_list: "pl",
  aws_eip: "eipalloc",
  aws_instance: "i",
  aws_internet_gateway: "igw",
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
