import { PolicyId } from "../config/policy";
import { Source } from "../topology";
import { isOf } from "./flows";
import {
  disksAreEncrypted,
  givesPublicAddress,
  hasPublicAddress,
  requiresTokens,
  subnetsOf,
  templateDisksAreEncrypted,
} from "./instances";
import { openIngress } from "./open-ingress";
import { StackResource, PlannedNetwork, blocks } from "./planned";
import { PrivateTier } from "./private-tier";
import { routesOfOthersLost } from "./routes-of-others";

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
      network.ofType("aws_instance", "aws_launch_template").filter((resource) => !requiresTokens(resource)),
  },

  "disks-encrypted": {
    reason: "a snapshot or a discarded disk would be readable",
    fix: "set encrypted to true on every disk, also the root's",
    safeguard: "encryptDisks",
    breaches: ({ network }) => [
      ...network.ofType("aws_ebs_volume").filter(({ values }) => values["encrypted"] !== true),
      ...network.ofType("aws_instance").filter((instance) => !disksAreEncrypted(network, instance)),
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
              .filter((instance) => tier.has(instance) && hasPublicAddress(instance)),
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
    fix: "leave source_dest_check on, but on the network interface of a NAT host to which routes lead, or which stands by",
    breaches: ({ network, tier }) =>
      network
        .ofType("aws_instance", "aws_network_interface")
        .filter(({ values }) => values["source_dest_check"] === false)
        .filter((resource) => !tier?.natInterfaces().some((allowed) => isOf(allowed, resource))),
  },

  "private-default-route-to-nat": {
    reason: "without it private instances have no way out, and with another they have one past the NAT",
    fix: "give each private route table a route of 0.0.0.0/0 to the network_interface_id of a NAT host, or to the nat_gateway_id of a NAT gateway",
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

  "no-route-of-others-destroyed": {
    reason: "the route was there before, and whoever it serves would be offline",
    fix: "keep it in the environment; to leave, give it back (network.takeOver: false) and apply, have it forgotten (network.leave: true) and apply, and take it out after that",
    breaches: ({ network }) => routesOfOthersLost(network.changes, network.now),
  },
};

/** One that nothing says the subnet of may be launched in a private one. */
function isForPrivate(tier: PrivateTier, subnets: readonly StackResource[]): boolean {
  return subnets.length === 0 || subnets.some((subnet) => tier.has(subnet));
}

function managedPolicies({ values }: StackResource): unknown[] {
  return [values["policy_arn"], ...([values["managed_policy_arns"] ?? []].flat() as unknown[])];
}

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: unknown;
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, unknown>> };
}

/** AWS's own policies that allow everything of a service, or everything. */
const BROAD = /\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|\w*FullAccess)$/;

/** The JSON documents of an IAM resource, whichever argument holds them. */
function documentsOf({ type, values }: StackResource): string[] {
  const inline = blocks(values, "inline_policy");
  const own = /^aws_iam_(policy|\w+_policy)$/.test(type) ? [values["policy"]] : [];
  const trust = type === "aws_iam_role" ? [values["assume_role_policy"]] : [];
  return [...own, ...trust, ...inline.map(({ policy }) => policy)].filter((text) => typeof text === "string");
}

/** Whether a document allows any action of a service, any resource, or anyone. */
function hasWildcard(document: string): boolean {
  const { Statement: statements = [] } = JSON.parse(document) as { Statement?: Statement | Statement[] };
  return [statements].flat().some((statement) => {
    const { Effect, Action = [], NotAction, Resource = [], Principal } = statement;
    if (Effect !== "Allow") return false;
    const actions = [Action].flat();
    return (
      NotAction !== undefined ||
      actions.some((action) => /(^|:)\*$/.test(action)) ||
      ([Resource].flat().includes("*") && !namesItsNamespace(statement) && !knowsNoResources(actions)) ||
      isAnyone(Principal)
    );
  });
}

/** Reads that AWS allows for all or none (Service Authorization Reference); of alarms `*` alone shows every kind. */
const ALL_OR_NONE = ["ec2:DescribeInstanceStatus", "ec2:DescribeRouteTables", "cloudwatch:DescribeAlarms"];

function knowsNoResources(actions: readonly string[]): boolean {
  return actions.every((action) => ALL_OR_NONE.includes(action));
}

/** The one action here that writes and knows no resources: a condition names where it may write (CloudWatch's IAM condition keys). */
function namesItsNamespace({ Action, Condition }: Statement): boolean {
  const namespaces = [Condition?.StringEquals?.["cloudwatch:namespace"] ?? []].flat();
  return [Action].flat().every((action) => action === "cloudwatch:PutMetricData") && namespaces.length > 0;
}

function isBroadManagedPolicy(arn: unknown): boolean {
  return typeof arn === "string" && BROAD.test(arn);
}

function isAnyone(principal: unknown): boolean {
  if (principal === "*") return true;
  if (typeof principal !== "object" || principal === null) return false;
  return Object.values(principal).flat().includes("*");
}
