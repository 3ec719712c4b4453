import { z } from "zod";
import { backend } from "./backend";
import { clients } from "./clients";
import { existingNetwork } from "./existing-network";
import { eachOnce, reasonOf, region } from "./field-types";
import { ami, privateInstances } from "./instances";
import { monitoringFields } from "./monitoring";
import { nat } from "./nat";
import { vpcCidr, zone } from "./network";
import { expectation, policyException } from "./policy";
import { publishedService } from "./publish";
import { ssh } from "./ssh";

/** The fields of an environment, each with its meaning and default. */
export const environmentSchema = z.strictObject({
  /**
   * The project's name, in names that are unique in an account (roles, profiles, key pairs) and in the tags.
   *
   * @default "nat-instance"
   */
  project: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{0,19}$/,
      "is no project name; write up to 20 lower-case letters, digits and hyphens, a letter first",
    )
    .default("nat-instance"),

  /** The AWS region, such as `eu-central-1`. */
  region,

  /**
   * The VPC's range, /16 to /28, such as `10.8.0.0/16`; or a list of ranges.
   *
   * @default - the VPC exists already: `network`
   */
  vpcCidr: vpcCidr.optional(),

  /**
   * One to six availability zones, each by its name, or with its subnets' ranges too. Append new ones at the end.
   *
   * @default - the VPC exists already: `network`
   */
  zones: z
    .array(zone)
    .min(1, "is empty; name at least one availability zone")
    .max(6, "has more than six zones; name one to six")
    .optional(),

  /**
   * A VPC that exists already, in place of `vpcCidr` and `zones`; `npm run adopt` writes it.
   *
   * @default - the stacks make a VPC
   */
  network: existingNetwork.optional(),

  /**
   * Who else may use the NAT hosts.
   *
   * @default - the private instances alone; in an existing network the private subnets too
   */
  clients: clients.prefault({}),

  /**
   * The private subnets' way out by IPv4: NAT hosts, how many and how large, or NAT gateways.
   *
   * @default - one t4g.nano in the first zone
   */
  nat: nat.prefault({}),

  /**
   * `egress-only`: the VPC and its subnets have IPv6 ranges, the private instances addresses, and these go out by an
   * egress-only internet gateway, for nothing, and let nobody in. `off`: IPv4 alone.
   *
   * @default "off"
   */
  ipv6: z.enum(["off", "egress-only"]).default("off"),

  /**
   * Whether private instances reach IPv4 destinations by IPv6 (DNS64, and NAT64 by the NAT gateway): for programs that
   * speak IPv6 alone. Needs a NAT gateway.
   *
   * @default false
   */
  nat64: z.boolean().default(false),

  /**
   * The services that the VPC reaches by AWS's own network, past the NAT, for nothing.
   *
   * @default ["s3", "dynamodb"]
   */
  gatewayEndpoints: z
    .array(z.enum(["s3", "dynamodb"]))
    .superRefine(eachOnce)
    .default(["s3", "dynamodb"]),

  /**
   * What the private instances offer to others, through a network load balancer in the public subnets:
   * `[{ name: "web", port: 443, targetPort: 8443, allowedCidrs: ["203.0.113.0/24"] }]`.
   *
   * @default - nothing, and no load balancer
   */
  publish: z
    .array(publishedService)
    .max(50, "has more services than a load balancer has listeners; give at most 50")
    .default([]),

  /**
   * Whether there is an EC2 Instance Connect Endpoint: SSH to the private instances for whom IAM allows it, for nothing,
   * also while the NAT host is down.
   *
   * @default false
   */
  instanceConnect: z.boolean().default(false),

  /**
   * SSH to the NAT hosts from outside.
   *
   * @default - no SSH; Systems Manager instead
   */
  ssh: ssh.optional(),

  ...monitoringFields,

  /**
   * The private instances.
   *
   * @default - two t4g.nano; none in an existing network
   */
  privateInstances: privateInstances.prefault({}),

  /**
   * Whether Systems Manager is reached through three interface endpoints in the private subnets. On: $0.01 an hour
   * for each endpoint and zone, about three times the NAT host's own price, and sessions work while the NAT host is
   * down. Off: no cost, and no session to a private instance while the NAT host is down.
   *
   * @default - true; false in an existing network
   */
  endpoints: z.boolean().default(true),

  /**
   * The machine image of every instance.
   *
   * @default - the newest Amazon Linux 2023 for arm64 with kernel 6.18
   */
  ami: ami.prefault({}),

  /**
   * The size of each instance's disk in GiB; Amazon Linux 2023 needs 8.
   *
   * @default 8
   */
  diskGib: z
    .int("must be a whole number")
    .min(8, "is too small for Amazon Linux 2023; give 8 or more")
    .max(16384, "is more than a gp3 volume holds; give at most 16384")
    .default(8),

  /**
   * Whether the instances' disks are encrypted.
   *
   * @default true
   */
  encryptDisks: z.boolean().default(true),

  /**
   * Whether the instances' metadata service answers IMDSv2 requests alone.
   *
   * @default true
   */
  requireImdsv2: z.boolean().default(true),

  /**
   * Where Terraform keeps its state.
   *
   * @default - local files
   */
  backend: backend.default({ type: "local" }),

  /**
   * Tags for every resource, at most 46, beside Project, Environment, Stack and Name, which the stacks set.
   *
   * @default - none
   */
  tags: z.record(z.string(), z.string()).default({}),

  /**
   * What must and must not be able to open a connection, checked by `npm run synth` and `npm test`:
   * `{ from: "internet", to: "private-0", reachable: false }`. The ends are those of `npm run explain`.
   *
   * @default - nothing is expected
   */
  expect: z.array(expectation).default([]),

  /**
   * What this environment does against advice, by the field's path, each with the reason: a safeguard switched off
   * (`{ encryptDisks: "the shared AMI's key is not ours" }`), a region, zone or instance type that is newer than the lists
   * here, more SSH ranges than AWS's default quota. Without a reason it is refused.
   *
   * @default - none
   */
  exceptions: z.record(z.string(), reasonOf("has no reason; write why")).default({}),

  /**
   * What may break a rule that `npm run plan` holds every plan to, each with the reason:
   * `[{ rule: "no-open-ingress", resource: "web/aws_vpc_security_group_ingress_rule.https", reason: "a public site" }]`.
   *
   * @default - nothing may
   */
  policyExceptions: z.array(policyException).default([]),
});

/** What an environment file says. */
export type EnvironmentInput = z.input<typeof environmentSchema>;

/** The same with its defaults filled in, before what several fields say together is checked. */
export type EnvironmentFields = z.output<typeof environmentSchema>;
