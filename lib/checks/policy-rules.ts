import { PolicyId } from "../config/policy";
import { Source } from "../topology";
import { isOf } from "./flows";
import { documentsOf, hasWildcard, isBroadManagedPolicy } from "./iam";
import { givesPublicAddress, subnetsOf, templateDisksAreEncrypted, usesTemplate } from "./launch-templates";
import { openIngress } from "./open-ingress";
import { Planned, PlannedNetwork } from "./planned";
import { PrivateTier } from "./private-tier";

/** What a plan leads to. */
export interface Outcome {
  readonly network: PlannedNetwork;
  /** Undefined where the network cannot be read; then what is said of it is not judged. */
  readonly tier?: PrivateTier;
}

/** What a plan must not lead to. */
export interface Rule {
  readonly reason: string;
  readonly fix: string;
  /** The environment's field that switches the same off, whose reason in `exceptions` counts here too. */
  readonly safeguard?: string;
  readonly breaches: (outcome: Outcome) => readonly Source[];
}

export const RULES: Readonly<Record<PolicyId, Rule>> = {
  "no-open-ingress": {
    reason: "anyone on the internet could connect",
    fix: "name the ranges or the security group that need it",
    breaches: ({ network }) => [...new Set(openIngress(network).map(({ resource }) => resource))],
  },

  "imdsv2-required": {
    reason: "with IMDSv1 a forged request made by the host is enough to take its role's credentials",
    fix: 'set metadata_options.http_tokens to "required"',
    safeguard: "requireImdsv2",
    breaches: ({ network }) =>
      network
        .ofType("aws_instance", "aws_launch_template")
        .filter(({ values }) => !blocks(values, "metadata_options").some(requiresTokens)),
  },

  "disks-encrypted": {
    reason: "a snapshot or a discarded disk would be readable",
    fix: "set encrypted to true on every disk, also the root's",
    safeguard: "encryptDisks",
    breaches: ({ network }) => [
      ...network.ofType("aws_ebs_volume").filter(({ values }) => values["encrypted"] !== true),
      ...network
        .ofType("aws_instance")
        .filter((instance) => !disksAreEncrypted(instance.values, usesTemplate(network, instance))),
      ...network.ofType("aws_launch_template").filter((template) => !templateDisksAreEncrypted(template)),
    ],
  },

  "no-public-address-in-private-tier": {
    reason: "a private instance would be reachable from, and leave to, the internet past the NAT host",
    fix: "leave the address out, or put the instance into a public subnet",
    breaches: ({ network, tier }) =>
      tier
        ? [
            ...network
              .ofType("aws_subnet")
              .filter((subnet) => tier.has(subnet) && subnet.values["map_public_ip_on_launch"] === true),
            ...network
              .ofType("aws_instance")
              .filter((instance) => tier.has(instance) && hasPublicAddress(instance.values)),
            ...network
              .ofType("aws_launch_template")
              .filter(({ values }) => givesPublicAddress(values))
              .filter((template) => isForPrivate(tier, subnetsOf(network, template))),
            ...tier.elasticIps(),
          ]
        : [],
  },

  "source-dest-check-on": {
    reason: "a host without the check can send under other hosts' addresses, which only a NAT host has to",
    fix: "leave source_dest_check on, but on the network interface of a NAT host to which routes lead",
    breaches: ({ network, tier }) =>
      network
        .ofType("aws_instance", "aws_network_interface")
        .filter(({ values }) => values["source_dest_check"] === false)
        .filter((resource) => !tier?.natInterfaces().some((allowed) => isOf(allowed, resource))),
  },

  "private-default-route-to-nat": {
    reason: "without it private instances have no way out, and with another they have one past the NAT",
    fix: "give each private route table a route of 0.0.0.0/0 to the network_interface_id of a NAT host",
    breaches: ({ tier }) => tier?.withoutWayToNat() ?? [],
  },

  "no-wildcard-iam": {
    reason: "whoever takes over the holder may do anything that the wildcard covers",
    fix: "name the actions, the resources and the principals",
    breaches: ({ network }) =>
      network.resources.filter(
        (resource) =>
          resource.type.startsWith("aws_iam_") &&
          (documentsOf(resource).some(hasWildcard) || managedPolicies(resource).some(isBroadManagedPolicy)),
      ),
  },
};

type Values = Planned["values"];

/** A resource's blocks of one kind; none where AWS chooses what is in them. */
function blocks(values: Values, name: string): readonly Values[] {
  return [values[name] ?? []].flat() as Values[];
}

/** What a running instance has counts; before that, what it will be launched with. */
function hasPublicAddress({ public_ip, associate_public_ip_address }: Values): boolean {
  return typeof public_ip === "string" ? public_ip !== "" : associate_public_ip_address === true;
}

function requiresTokens(metadata: Values): boolean {
  return metadata["http_tokens"] === "required";
}

/** Without a block for it, the root's disk is as the image says, or a launch template, which is judged itself. */
function disksAreEncrypted(values: Values, hasTemplate: boolean): boolean {
  const root = blocks(values, "root_block_device");
  const disks = [...root, ...blocks(values, "ebs_block_device")];
  return (root.length > 0 || hasTemplate) && disks.every(({ encrypted }) => encrypted === true);
}

/** One that nothing says the subnet of may be launched in a private one. */
function isForPrivate(tier: PrivateTier, subnets: readonly Planned[]): boolean {
  return subnets.length === 0 || subnets.some((subnet) => tier.has(subnet));
}

function managedPolicies({ values }: Planned): unknown[] {
  return [values["policy_arn"], ...([values["managed_policy_arns"] ?? []].flat() as unknown[])];
}
