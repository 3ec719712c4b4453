import { PolicyId } from "../config/policy-ids";
import { documentsOf, hasWildcard, isBroadManagedPolicy } from "./iam";
import { ingressOf, isAnywhere } from "./ingress";
import { Planned, PlannedNetwork } from "./planned";
import { isPrivate, natCards, standsInPrivateTier } from "./tiers";

/** What a plan must not lead to. */
export interface Rule {
  readonly reason: string;
  readonly fix: string;
  /** The environment's field that switches the same off, whose reason in `exceptions` counts here too. */
  readonly safeguard?: string;
  readonly breaches: (network: PlannedNetwork) => readonly Planned[];
}

export const RULES: Readonly<Record<PolicyId, Rule>> = {
  "no-open-ingress": {
    reason: "anyone on the internet could connect",
    fix: "name the ranges or the security group that need it",
    breaches: ({ resources }) =>
      resources.filter((resource) => ingressOf(resource).some(({ sources }) => sources.some(isAnywhere))),
  },

  "imdsv2-required": {
    reason: "with IMDSv1 a forged request made by the host is enough to take its role's credentials",
    fix: 'set metadata_options.http_tokens to "required"',
    safeguard: "requireImdsv2",
    breaches: (network) =>
      network
        .ofType("aws_instance", "aws_launch_template")
        .filter(({ values }) => !blocks(values, "metadata_options").some(requiresTokens)),
  },

  "disks-encrypted": {
    reason: "a snapshot or a discarded disk would be readable",
    fix: "set encrypted to true on every disk, also the root's",
    safeguard: "encryptDisks",
    breaches: (network) => [
      ...network.ofType("aws_ebs_volume").filter(({ values }) => values["encrypted"] !== true),
      ...network.ofType("aws_instance").filter(({ values }) => !disksAreEncrypted(values)),
    ],
  },

  "no-public-address-in-private-tier": {
    reason: "a private instance would be reachable from, and leave to, the internet past the NAT host",
    fix: "leave the address out, or put the instance into a public subnet",
    breaches: (network) => [
      ...network
        .ofType("aws_subnet")
        .filter((subnet) => isPrivate(subnet) && subnet.values["map_public_ip_on_launch"] === true),
      ...network
        .ofType("aws_instance")
        .filter(({ values }) => hasPublicAddress(values))
        .filter((instance) => standsInPrivateTier(network, instance)),
      ...network
        .ofType("aws_eip", "aws_eip_association")
        .filter((address) =>
          holdersOf(network, address).some((holder) => standsInPrivateTier(network, holder)),
        ),
    ],
  },

  "source-dest-check-on": {
    reason:
      "a host without the check can send under other hosts' addresses, which only the NAT's card #1 has to",
    fix: "leave source_dest_check on",
    breaches: (network) => {
      const allowed = natCards(network);
      return network
        .ofType("aws_instance", "aws_network_interface")
        .filter((card) => card.values["source_dest_check"] === false && !allowed.includes(card));
    },
  },

  "private-default-route-to-nat": {
    reason: "without it private instances have no way out, and with another they have one past the NAT host",
    fix: "give each private route table a route of 0.0.0.0/0 to the network_interface_id of a NAT host's card #1",
    breaches: (network) => {
      const cards = natCards(network);
      const routes = network
        .ofType("aws_route")
        .filter(({ values }) => isDefault(values))
        .filter((route) => network.targets(route, "route_table_id").some(isPrivate));
      const astray = routes.filter(
        (route) => !network.targets(route, "network_interface_id").some((card) => cards.includes(card)),
      );
      const routed = routes.flatMap((route) => network.targets(route, "route_table_id"));
      const without = network
        .ofType("aws_route_table")
        .filter((table) => isPrivate(table) && (!routed.includes(table) || hasAnotherDefault(table.values)));
      return [...astray, ...without];
    },
  },

  "no-wildcard-iam": {
    reason: "whoever takes over the holder may do anything that the wildcard covers",
    fix: "name the actions, the resources and the principals",
    breaches: ({ resources }) =>
      resources.filter(
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

function disksAreEncrypted(values: Values): boolean {
  const root = blocks(values, "root_block_device");
  const disks = [...root, ...blocks(values, "ebs_block_device")];
  return root.length > 0 && disks.every(({ encrypted }) => encrypted === true);
}

function holdersOf(network: PlannedNetwork, address: Planned): readonly Planned[] {
  return ["instance", "instance_id", "network_interface", "network_interface_id"].flatMap((argument) =>
    network.targets(address, argument),
  );
}

function isDefault({ destination_cidr_block, destination_ipv6_cidr_block }: Values): boolean {
  return destination_cidr_block === "0.0.0.0/0" || destination_ipv6_cidr_block === "::/0";
}

/** By a block of the table itself; a table's state repeats the routes that stand alone, those to a card too. */
function hasAnotherDefault(values: Values): boolean {
  return blocks(values, "route").some(
    ({ cidr_block, ipv6_cidr_block, network_interface_id }) =>
      (cidr_block === "0.0.0.0/0" || ipv6_cidr_block === "::/0") && !network_interface_id,
  );
}

function managedPolicies({ values }: Planned): unknown[] {
  return [values["policy_arn"], ...([values["managed_policy_arns"] ?? []].flat() as unknown[])];
}
