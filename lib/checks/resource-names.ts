import { Existing } from "./on-the-way";

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
export function nameOf({ type, values }: Pick<Existing, "type" | "values">): string {
  if (type === "aws_route" && isDefault(values)) return "the default route";
  return NAMES[type] ?? `the ${type.replace(/^aws_(vpc_)?/, "").replaceAll("_", " ")}`;
}

function isDefault({ destination_cidr_block, destination_ipv6_cidr_block }: Existing["values"]): boolean {
  return destination_cidr_block === "0.0.0.0/0" || destination_ipv6_cidr_block === "::/0";
}
