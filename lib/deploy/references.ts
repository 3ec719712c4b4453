import { StackResource } from "../checks/planned";
import { Values } from "../terraform-json/plan-json";

interface Holding {
  /** The arguments by which something is in it. */
  readonly by: readonly string[];
  /** The types that hold it so. */
  readonly types: RegExp;
}

const ANY = /^aws_/;

/**
 * What AWS refuses to delete while something is in it or uses it, by type. All else is deleted whoever refers to it, and
 * routes then lead nowhere.
 */
const HELD: Readonly<Record<string, Holding>> = {
  aws_vpc: { by: ["vpc_id"], types: /^aws_(?!default_|lb_target_group$|flow_log$)/ },
  // Route tables and ACLs let go of a subnet by themselves.
  aws_subnet: { by: ["subnet_id", "subnet_ids"], types: /^aws_(?!route_table_|network_acl_|flow_log$)/ },
  // Its own rules name it as security_group_id, and go with it.
  aws_security_group: {
    by: [
      "vpc_security_group_ids",
      "security_groups",
      "security_group_ids",
      "referenced_security_group_id",
      "source_security_group_id",
    ],
    types: ANY,
  },
  aws_network_interface: {
    by: ["network_interface_id"],
    types: /^aws_(network_interface_attachment|instance)$/,
  },
  aws_route_table: { by: ["route_table_id"], types: /^aws_(main_)?route_table_association$/ },
  aws_eip: { by: ["allocation_id"], types: /^aws_nat_gateway$/ },
};

/** Whether AWS refuses to delete `kept` as long as `holder` is as it is. */
export function holds(holder: StackResource, kept: StackResource, all: readonly StackResource[]): boolean {
  if (kept.type === "aws_internet_gateway") return hasAddressBehind(holder, kept, all);
  const held = HELD[kept.type];
  const id = kept.values["id"];
  if (!held?.types.test(holder.type) || typeof id !== "string") return false;
  return held.by.some((name) => argumentsNamed(name, holder.values).some((value) => mentions(value, id)));
}

/** Whether a resource's values name another's id, so that it stands in it or leads to it. */
export function refersTo(
  { values }: { readonly values: Values },
  { values: { id } }: StackResource,
): boolean {
  // Only what AWS has named: other ids are names, which stand in tags and texts too.
  return typeof id === "string" && /^[a-z]+-[0-9a-f]{8,}$/.test(id) && mentions(values, id);
}

/** Public addresses are translated by the gateway, which AWS detaches from the VPC only after them. */
function hasAddressBehind(
  holder: StackResource,
  gateway: StackResource,
  all: readonly StackResource[],
): boolean {
  if (holder.type !== "aws_instance" || !holder.values["public_ip"]) return false;
  const subnet = all.find(
    ({ type, values }) => type === "aws_subnet" && values["id"] === holder.values["subnet_id"],
  );
  return subnet !== undefined && subnet.values["vpc_id"] === gateway.values["vpc_id"];
}

/** The values of every argument of that name, also of blocks'. */
function argumentsNamed(name: string, value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === name ? [part as unknown] : argumentsNamed(name, part),
  );
}

function mentions(value: unknown, id: string): boolean {
  if (typeof value !== "object" || value === null) return value === id;
  return Object.values(value).some((part) => mentions(part, id));
}
