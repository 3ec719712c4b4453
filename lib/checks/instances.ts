import { Values } from "../terraform-json/plan-json";
import { StackResource, PlannedNetwork, blocks } from "./planned";

/** Whether an instance, or what a template launches, answers no IMDSv1. */
export function requiresTokens({ values }: StackResource): boolean {
  return blocks(values, "metadata_options").some(({ http_tokens }) => http_tokens === "required");
}

/**
 * Whether every disk of an instance is encrypted. Without a block for it, the root's is as the image says, or a launch
 * template, which is judged itself.
 */
export function disksAreEncrypted(network: PlannedNetwork, instance: StackResource): boolean {
  const root = blocks(instance.values, "root_block_device");
  const disks = [...root, ...blocks(instance.values, "ebs_block_device")];
  const isGiven = root.length > 0 || usesTemplate(network, instance);
  return isGiven && disks.every(({ encrypted }) => encrypted === true);
}

/** Whether every disk that a template asks for is encrypted; one that asks for none leaves the root's to the image. */
export function templateDisksAreEncrypted({ values }: StackResource): boolean {
  const disks = blocks(values, "block_device_mappings").flatMap((mapping) => blocks(mapping, "ebs"));
  return disks.length > 0 && disks.every(({ encrypted }) => isTrue(encrypted));
}

/** What a running instance has counts; before that, what it will be launched with. */
export function hasPublicAddress({ values }: StackResource): boolean {
  const { public_ip, associate_public_ip_address } = values;
  return typeof public_ip === "string" ? public_ip !== "" : associate_public_ip_address === true;
}

/** Whether a template gives what is launched by it a public address. */
export function givesPublicAddress(values: Values): boolean {
  return blocks(values, "network_interfaces").some(({ associate_public_ip_address }) =>
    isTrue(associate_public_ip_address),
  );
}

/** The subnets that a template is launched in: its own, and those of the groups and instances that use it. */
export function subnetsOf(network: PlannedNetwork, template: StackResource): readonly StackResource[] {
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

function usesTemplate(network: PlannedNetwork, user: StackResource, template?: StackResource): boolean {
  return ["launch_template", "mixed_instances_policy"]
    .flatMap((argument) => network.targets(user, argument))
    .some((target) => (template ? target === template : target.type === "aws_launch_template"));
}

/** The provider writes a template's truth as a text. */
function isTrue(value: unknown): boolean {
  return String(value) === "true";
}
