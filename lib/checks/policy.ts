import { Environment } from "../config/environment";
import { POLICY_IDS, PolicyId } from "../config/policy";
import { Topology } from "../topology";
import { Addition } from "./added-by-hand";
import { openIngress } from "./open-ingress";
import { PlannedNetwork, PlannedStack, nameOf } from "./planned";
import { RULES } from "./policy-rules";
import { PrivateTier } from "./private-tier";
import { ruleText } from "./group-rules";

/** A rule that a resource breaks. */
export interface Violation {
  readonly rule: PolicyId;
  /** `routes/aws_route.private_b_default` */
  readonly resource: string;
  readonly reason: string;
  readonly fix: string;
  /** What breaks it and no stack has: to be taken away by hand. */
  readonly byHand: readonly Addition[];
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

export interface PolicyContext {
  /** The network that the stacks lead to. @default - not known, and what is said of private subnets is not judged */
  readonly after?: Topology;
  /** What was added to the stacks' resources by hand. @default - nothing */
  readonly additions?: readonly Addition[];
}

/** Holds the plans of an environment's stacks to every rule. What is not the stacks' own, such as data, is not judged. */
export function checkPolicy(
  stacks: readonly PlannedStack[],
  {
    exceptions,
    policyExceptions,
    ...environment
  }: Pick<Environment, "exceptions" | "policyExceptions" | "zones" | "nat" | "network">,
  { after, additions = [] }: PolicyContext = {},
): PolicyReport {
  const network = new PlannedNetwork(stacks);
  const outcome = { network, ...(after && { tier: new PrivateTier(after, environment) }) };
  const breaches = POLICY_IDS.flatMap((rule) =>
    RULES[rule].breaches(outcome).map((resource) => ({ rule, resource: nameOf(resource) })),
  );
  const opened = openIngress(network).map(({ resource, rule }) => `${nameOf(resource)} ${ruleText(rule)}`);
  const byHand = ({ rule, resource }: { rule: PolicyId; resource: string }) =>
    additions.filter(
      (addition) =>
        rule === "no-open-ingress" &&
        addition.rule !== undefined &&
        addition.resource === resource &&
        opened.includes(`${resource} ${ruleText(addition.rule)}`),
    );
  const reasonFor = ({ rule, resource }: { rule: PolicyId; resource: string }) =>
    policyExceptions.find((exception) => exception.rule === rule && exception.resource === resource)
      ?.reason ?? exceptions[RULES[rule].safeguard ?? ""];
  return {
    violations: breaches
      .filter((breach) => reasonFor(breach) === undefined)
      .map((breach) => {
        const { reason, fix } = RULES[breach.rule];
        return { ...breach, reason, fix, byHand: byHand(breach) };
      }),
    excused: breaches.flatMap((breach) => {
      const because = reasonFor(breach);
      return because === undefined ? [] : [{ ...breach, because }];
    }),
    idle: policyExceptions
      .filter(
        ({ rule, resource, implied }) =>
          !implied && !breaches.some((each) => each.rule === rule && each.resource === resource),
      )
      .map(
        ({ rule, resource }) => `policyExceptions: ${resource} does not break ${rule}; remove the exception`,
      ),
  };
}
