import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlanJson, Resource, resourcesOf } from "../terraform-json/plan-json";
import { Topology, readTopology } from "../topology";
import { PlannedStack } from "./planned";

/** The network as AWS answered when the stacks were planned. @throws TopologyError */
export function topologyNow(stacks: readonly PlannedStack[]): Topology {
  return readStates(stacks, ({ prior_state }) => resourcesOf(prior_state?.values?.root_module));
}

/** The network as terraform left it, before anybody changed anything behind its back. @throws TopologyError */
export function topologyLeft(stacks: readonly PlannedStack[]): Topology {
  return readStates(stacks, left);
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

function readStates(
  stacks: readonly PlannedStack[],
  resources: (plan: PlanJson) => readonly Resource[],
): Topology {
  const folder = mkdtempSync(join(tmpdir(), "nat-instance-"));
  try {
    for (const { name, plan } of stacks) {
      const state = { format_version: "1.0", values: { root_module: { resources: resources(plan) } } };
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(state));
    }
    return readTopology(folder, { mayBeEmpty: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
