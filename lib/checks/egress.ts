import { PlannedChange } from "../deploy/changes";

/** A change that takes the private subnets' way out, or the address it is known by. */
export interface Warning {
  /** `nat-instance/aws_instance.nat_b` */
  readonly resource: string;
  /** `the NAT host` */
  readonly what: string;
  readonly kind: "replace" | "destroy";
  /** Why, in terraform's terms. */
  readonly reason: string;
  readonly consequence: string;
}

/** What the way out hangs on, by its address in the stacks ([ADR 4](../../docs/decisions/0004-resource-addresses.md)). */
const ESSENTIAL: readonly (readonly [address: RegExp, what: string, consequence: string])[] = [
  [
    /^aws_instance\.nat(_|$)/,
    "the NAT host",
    "egress drops until the new host has booted, for some minutes, and open connections are lost",
  ],
  [
    /^aws_eip\.nat(_|$)/,
    "the Elastic IP",
    "others see another address: allow-lists that name the old one break",
  ],
  [
    /^aws_network_interface\.nat_\w*card1$/,
    "card #1",
    "the private default route loses its target: egress drops until the routes stack is applied too",
  ],
  [
    /^aws_route\.private_\w*default$/,
    "the private default route",
    "its private subnet is offline without it",
  ],
];

/** The changes of a stack that egress does not survive. */
export function egressWarnings(stack: string, changes: readonly PlannedChange[]): Warning[] {
  return changes.flatMap(({ address, kind, reason = "terraform gives no reason" }) => {
    if (kind !== "replace" && kind !== "destroy") return [];
    return ESSENTIAL.filter(([pattern]) => pattern.test(address)).map(([, what, consequence]) => {
      return { resource: `${stack}/${address}`, what, kind, reason, consequence };
    });
  });
}
