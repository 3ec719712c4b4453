import { z } from "zod";
import { eachOnce, reasonOf } from "./field-types";

/**
 * The rules that every plan is held to; `lib/checks/policy-rules.ts` says what each wants, why, and how to fix a
 * breach.
 */
export const POLICY_IDS = [
  "no-open-ingress",
  "imdsv2-required",
  "disks-encrypted",
  "no-public-address-in-private-tier",
  "source-dest-check-on",
  "private-default-route-to-nat",
  "no-wildcard-iam",
  "no-route-of-others-destroyed",
] as const;

export type PolicyId = (typeof POLICY_IDS)[number];

/** Who must, or must not, reach whom. */
export const expectation = z.strictObject({
  /** The end that opens the connection, such as `private-0` or `internet`. */
  from: z.string(),

  /** The other end. */
  to: z.string(),

  /** Whether it must succeed, or must fail. */
  reachable: z.boolean(),

  /**
   * The protocol.
   *
   * @default - TCP
   */
  protocol: z.enum(["tcp", "udp", "icmp"]).default("tcp"),

  /**
   * By which version of IP. By IPv6 the connection is under the instances' own addresses.
   *
   * @default - IPv4
   */
  family: z.enum(["ipv4", "ipv6"]).default("ipv4"),

  /**
   * The destination's port.
   *
   * @default - 443; none for icmp
   */
  port: z
    .int("is not a whole number")
    .min(1, "is no port; write 1 to 65535")
    .max(65535, "is no port; write 1 to 65535")
    .optional(),

  /**
   * NAT hosts that are gone, such as `["nat-b"]`: it must hold then too, by the failover.
   *
   * @default - every host is there
   */
  without: z.array(z.string()).superRefine(eachOnce).default([]),
});

/** What may break a rule. */
export const policyException = z.strictObject({
  /** The rule that is broken on purpose, by its id, such as `no-open-ingress`. */
  rule: z.enum(POLICY_IDS),

  /** What breaks it, by its stack and address, such as `private-instances/aws_instance.private_0`. */
  resource: z
    .string()
    .regex(
      /^[\w-]+\/[\w-]+\.\S+$/,
      'is no resource; write its stack and address, like "private-instances/aws_instance.private_0"',
    ),

  /** Why it may. */
  reason: reasonOf("is empty; write why"),
});
