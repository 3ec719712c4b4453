import { Element, Source, Topology } from "../topology";
import { Values } from "../terraform-json/plan-json";
import { Flow, Walked, isOf, walk } from "./flows";

/** A resource as it is before a plan. */
export interface Existing extends Source {
  readonly type: string;
  readonly values: Values;
}

/** Resources that only join two others, by the arguments that name those. */
const LINKS: Readonly<Record<string, readonly string[]>> = {
  aws_eip_association: ["network_interface_id", "instance_id"],
  aws_internet_gateway_attachment: ["internet_gateway_id"],
  aws_main_route_table_association: ["route_table_id"],
  aws_network_interface_attachment: ["network_interface_id"],
  aws_network_interface_sg_attachment: ["network_interface_id"],
  aws_route_table_association: ["subnet_id"],
};

/** Whether a flow that passes does so by this resource: it would not without. */
export function isOnTheWay(topology: Topology, flow: Flow, walked: Walked, resource: Existing): boolean {
  const passed = [...walked.elements, ...aroundThem(topology, flow, walked)];
  if (passed.some((element) => isOf(element, resource))) return true;
  const named = LINKS[resource.type]?.map((argument) => resource.values[argument]);
  if (named) return passed.some(({ id }) => named.includes(id));
  const without = withoutPart(topology, resource);
  return without !== undefined && walk(without, flow)?.blocker !== undefined;
}

/** What the elements of a way stand in and are held by: subnets, VPCs, security groups and Elastic IPs. */
function aroundThem(topology: Topology, { from, groups = [] }: Flow, { elements }: Walked): Element[] {
  const { elasticIps, networkInterfaces, securityGroups, subnets, vpcs } = topology;
  const ids = elements.map(({ id }) => id);
  const passed = networkInterfaces.filter(({ id }) => ids.includes(id));
  const within = subnets.filter(
    (subnet) =>
      passed.some(({ subnetId }) => subnetId === subnet.id) ||
      (typeof from !== "string" && isOf(subnet, from)),
  );
  return [
    ...within,
    ...vpcs.filter(({ id }) => within.some(({ vpcId }) => vpcId === id)),
    ...securityGroups.filter(
      (group) =>
        passed.some(({ securityGroupIds }) => securityGroupIds.includes(group.id)) ||
        groups.some((own) => isOf(own, group)),
    ),
    ...elasticIps.filter(({ networkInterfaceId: id }) => id !== undefined && ids.includes(id)),
  ];
}

/** The topology without a rule of a security group, or a route; undefined when it has neither of that address. */
function withoutPart(topology: Topology, resource: Source): Topology | undefined {
  const others = <T extends Source>(parts: readonly T[]) => parts.filter((part) => !isOf(part, resource));
  const securityGroups = topology.securityGroups.map((group) => ({
    ...group,
    ingress: others(group.ingress),
    egress: others(group.egress),
  }));
  const routeTables = topology.routeTables.map((table) => ({ ...table, routes: others(table.routes) }));
  const partsOf = (t: Pick<Topology, "securityGroups" | "routeTables">) =>
    t.securityGroups.flatMap(({ ingress, egress }) => [...ingress, ...egress]).length +
    t.routeTables.flatMap(({ routes }) => routes).length;
  const without = { ...topology, securityGroups, routeTables };
  return partsOf(without) < partsOf(topology) ? without : undefined;
}

/** What people call a resource of a way out, by its type; others go by their type's own words. */
const NAMES: Readonly<Record<string, string>> = {
  aws_eip: "the Elastic IP",
  aws_eip_association: "the Elastic IP's association",
  aws_instance: "the NAT host",
  aws_nat_gateway: "the NAT gateway",
  aws_network_interface_attachment: "the attachment of the NAT host's network interface",
  aws_network_interface: "the NAT host's network interface",
  aws_vpc: "the VPC",
};

/** `the NAT host`, of what private subnets' packets pass. */
export function whatIs({ type, values }: Pick<Existing, "type" | "values">): string {
  if (type === "aws_route" && isDefault(values)) return "the default route";
  return NAMES[type] ?? `the ${type.replace(/^aws_(vpc_)?/, "").replaceAll("_", " ")}`;
}

function isDefault({ destination_cidr_block, destination_ipv6_cidr_block }: Existing["values"]): boolean {
  return destination_cidr_block === "0.0.0.0/0" || destination_ipv6_cidr_block === "::/0";
}
