import { StackPlan } from "../../lib/deploy/stack-plan";
import { Action, PlanJson, Values } from "../../lib/terraform-json/plan-json";

/**
 * What a stack has, and what its plan does to it: an address, its values, actions, values afterwards, and what it
 * needs.
 */
export type Has = [
  address: string,
  values: Values,
  actions?: Action[],
  after?: Values | null,
  dependsOn?: readonly string[],
];

export const REPLACED: Action[] = ["delete", "create"];
export const VPC = "vpc-00000001";
export const SUBNET = "subnet-0000000a";
export const INTERFACE = "eni-0000000a";
export const HOST = "i-0000000a";

/** A stack's plan, in terraform's form. */
export function planned(name: string, has: Has[], { preview }: { preview?: string } = {}): StackPlan {
  const described = has.map(([address, values, actions = ["no-op"], after = values, depends_on = []]) => {
    const [type, id] = address.split(".") as [string, string];
    return { address, mode: "managed" as const, type, name: id, values, actions, after, depends_on };
  });
  const plan: PlanJson = {
    prior_state: {
      values: { root_module: { resources: described.filter(({ actions }) => actions.join() !== "create") } },
    },
    resource_changes: described.map(({ values: before, actions, after, ...resource }) => ({
      ...resource,
      change: { actions, before, after },
    })),
  };
  return { name, plan, preview, folder: "", file: "", takes: [] };
}

export const subnet = (actions: Action[], after: Values | null = null): Has => [
  "aws_subnet.private_b",
  { id: SUBNET, vpc_id: VPC, cidr_block: "10.8.2.0/24" },
  actions,
  after,
];
export const network = (...has: Has[]) => planned("network", has);
