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
] as const;

export type PolicyId = (typeof POLICY_IDS)[number];
