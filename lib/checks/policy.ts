import { Environment } from "../config/environment";
import { POLICY_IDS, PolicyId } from "../config/policy-ids";
import { Planned, PlannedNetwork, PlannedStack } from "./planned";
import { RULES } from "./policy-rules";

/** A rule that a resource breaks. */
export interface Violation {
  readonly rule: PolicyId;
  /** `routes/aws_route.private_b_default` */
  readonly resource: string;
  readonly reason: string;
  readonly fix: string;
}

export interface Excused {
  readonly rule: PolicyId;
  readonly resource: string;
  /** The reason that the environment gives. */
  readonly because: string;
}

export interface PolicyReport {
  readonly violations: readonly Violation[];
  readonly excused: readonly Excused[];
  /** Exceptions that excuse nothing, one line each. */
  readonly idle: readonly string[];
}

/** Holds the plans of an environment's stacks to every rule. */
export function checkPolicy(
  stacks: readonly PlannedStack[],
  { exceptions, policyExceptions }: Pick<Environment, "exceptions" | "policyExceptions">,
): PolicyReport {
  const network = new PlannedNetwork(stacks);
  const breaches = POLICY_IDS.flatMap((rule) =>
    RULES[rule].breaches(network).map((resource) => ({ rule, resource: nameOf(resource) })),
  );
  const reasonFor = ({ rule, resource }: { rule: PolicyId; resource: string }) =>
    policyExceptions.find((exception) => exception.rule === rule && exception.resource === resource)
      ?.reason ?? exceptions[RULES[rule].safeguard ?? ""];
  return {
    violations: breaches
      .filter((breach) => reasonFor(breach) === undefined)
      .map((breach) => ({ ...breach, reason: RULES[breach.rule].reason, fix: RULES[breach.rule].fix })),
    excused: breaches.flatMap((breach) => {
      const because = reasonFor(breach);
      return because === undefined ? [] : [{ ...breach, because }];
    }),
    idle: policyExceptions
      .filter(
        ({ rule, resource }) => !breaches.some((each) => each.rule === rule && each.resource === resource),
      )
      .map(
        ({ rule, resource }) => `policyExceptions: ${resource} does not break ${rule}; remove the exception`,
      ),
  };
}

function nameOf({ stack, address }: Planned): string {
  return `${stack}/${address}`;
}
