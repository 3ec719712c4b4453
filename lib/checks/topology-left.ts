import { isDeepStrictEqual } from "node:util";
import { PlanJson, Resource, ResourceChange, Values, resourcesOf } from "../terraform-json/plan-json";
import { Topology, readPriorStates } from "../topology";
import { PlannedNetwork, PlannedStack } from "./planned";

/** The network as terraform left it, before anybody changed anything behind its back. */
export function topologyLeft(stacks: readonly PlannedStack[]): Topology {
  const network = new PlannedNetwork(stacks);
  return readPriorStates(
    stacks.map(({ name, plan }) => {
      const resources = left(plan, (address, argument) => network.says({ stack: name, address }, argument));
      return { name, plan: { prior_state: { values: { root_module: { resources } } } } };
    }),
  );
}

type Says = (address: string, argument: string) => boolean;

function left({ prior_state, resource_drift = [] }: PlanJson, says: Says): Resource[] {
  const changed = resource_drift.filter(({ mode }) => mode === "managed");
  const addresses = changed.map(({ address }) => address);
  const others = resourcesOf(prior_state?.values?.root_module).filter(
    ({ address }) => !addresses.includes(address),
  );
  const before = changed.map((resource) => {
    const { address, mode, type, name } = resource;
    return { address, mode, type, name, values: valuesLeft(resource, says) };
  });
  return [...others, ...before];
}

/** What AWS lists in a resource though other resources, maybe of other stacks, put it there. */
const LISTED: Readonly<Record<string, readonly string[]>> = {
  aws_route_table: ["route"],
  aws_default_route_table: ["route"],
  aws_security_group: ["ingress", "egress"],
};

/** Of a list that others fill, its state knows what was there at its own last apply: theirs know what they left. */
function valuesLeft({ address, type, change }: ResourceChange, says: Says): Values {
  const [before, after] = [change.before, change.after ?? {}] as [Values, Values];
  const lists = (LISTED[type] ?? []).filter((argument) => !says(address, argument));
  const kept = lists.map((argument) => [argument, inBoth(before[argument], after[argument])]);
  return { ...before, ...Object.fromEntries(kept) } as Values;
}

function inBoth(one: unknown, other: unknown): unknown {
  if (!Array.isArray(one) || !Array.isArray(other)) return one;
  return one.filter((entry) => other.some((each) => isDeepStrictEqual(each, entry)));
}
