import { Environment } from "../lib/config/environment";
import { failoverOf, hasNatGateways, natHostsOf } from "../lib/config/nat";

/** Every stack that an environment may have, each after those that it takes values from. */
export const ALL_STACKS: readonly string[] = [
  "network",
  "nat-instance",
  "nat-gateway",
  "private-instances",
  "routes",
  "failover",
  "published",
];

/** Those of them that an environment may be without. */
export const OPTIONAL_STACKS: readonly string[] = ["nat-instance", "nat-gateway", "failover", "published"];

/** The optional stacks that an environment has. */
export function optionalStacks(environment: Environment): string[] {
  return [
    ...(natHostsOf(environment.nat) ? ["nat-instance"] : []),
    ...(hasNatGateways(environment) ? ["nat-gateway"] : []),
    ...(failoverOf(environment.nat) === "off" ? [] : ["failover"]),
    ...(environment.publish.length > 0 ? ["published"] : []),
  ];
}

/** The optional stacks that an environment does not have. */
export function absentStacks(environment: Environment): string[] {
  const own = optionalStacks(environment);
  return OPTIONAL_STACKS.filter((name) => !own.includes(name));
}
