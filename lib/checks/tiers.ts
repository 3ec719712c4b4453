import { Planned, PlannedNetwork } from "./planned";

/** The stacks name what is of the private tier so, and a test holds them to it. */
export function isPrivate({ name }: Planned): boolean {
  return /(^|_)private(_|$)/.test(name);
}

/** Whether an instance, card or the like stands in a private subnet, or is named as if it did. */
export function standsInPrivateTier(network: PlannedNetwork, resource: Planned): boolean {
  const subnets = network.targets(resource, "subnet_id");
  return subnets.length > 0 ? subnets.some(isPrivate) : isPrivate(resource);
}

/** The cards that are attached to a NAT host. */
export function natCards(network: PlannedNetwork): readonly Planned[] {
  return network
    .ofType("aws_network_interface_attachment")
    .filter((attachment) => network.targets(attachment, "instance_id").some(isNatHost))
    .flatMap((attachment) => network.targets(attachment, "network_interface_id"));
}

export function isNatHost({ type, name }: Planned): boolean {
  return type === "aws_instance" && /^nat(_|$)/.test(name);
}
