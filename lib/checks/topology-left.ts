import { PlanJson, Resource, resourcesOf } from "../terraform-json/plan-json";
import { Topology, readPriorStates } from "../topology";
import { PlannedStack } from "./planned";

/** The network as terraform left it, before anybody changed anything behind its back. */
export function topologyLeft(stacks: readonly PlannedStack[]): Topology {
  return readPriorStates(
    stacks.map(({ name, plan }) => {
      return { name, plan: { prior_state: { values: { root_module: { resources: left(plan) } } } } };
    }),
  );
}

function left({ prior_state, resource_drift = [] }: PlanJson): Resource[] {
  const changed = resource_drift.filter(({ mode }) => mode === "managed");
  const addresses = changed.map(({ address }) => address);
  const others = resourcesOf(prior_state?.values?.root_module).filter(
    ({ address }) => !addresses.includes(address),
  );
  const before = changed.map(({ address, mode, type, name, change }) => {
    return { address, mode, type, name, values: change.before as Resource["values"] };
  });
  return [...others, ...before];
}
