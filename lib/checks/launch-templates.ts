import { Values } from "../terraform-json/plan-json";
import { Planned, PlannedNetwork } from "./planned";

/** Whether every disk that a template asks for is encrypted; one that asks for none leaves the root's to the image. */
export function templateDisksAreEncrypted({ values }: Planned): boolean {
  const disks = blocks(values, "block_device_mappings").flatMap((mapping) => blocks(mapping, "ebs"));
  return disks.length > 0 && disks.every(({ encrypted }) => isTrue(encrypted));
}

/** Whether a template gives what is launched by it a public address. */
export function givesPublicAddress(values: Values): boolean {
  return blocks(values, "network_interfaces").some(({ associate_public_ip_address }) =>
    isTrue(associate_public_ip_address),
  );
}

/** The subnets that a template is launched in: its own, and those of the groups and instances that use it. */
export function subnetsOf(network: PlannedNetwork, template: Planned): readonly Planned[] {
  const users = network
    .ofType("aws_autoscaling_group", "aws_instance")
    .filter((user) => usesTemplate(network, user, template));
  return [
    ...network.targets(template, "network_interfaces"),
    ...users.flatMap((user) =>
      ["vpc_zone_identifier", "subnet_id"].flatMap((argument) => network.targets(user, argument)),
    ),
  ].filter(({ type }) => type === "aws_subnet");
}

export function usesTemplate(network: PlannedNetwork, user: Planned, template?: Planned): boolean {
  return ["launch_template", "mixed_instances_policy"]
    .flatMap((argument) => network.targets(user, argument))
    .some((target) => (template ? target === template : target.type === "aws_launch_template"));
}

/** The provider writes a template's truth as a text. */
function isTrue(value: unknown): boolean {
  return String(value) === "true";
}

function blocks(values: Values, name: string): readonly Values[] {
  return [values[name] ?? []].flat() as Values[];
}
