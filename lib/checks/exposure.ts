import { ResourceChange, Values } from "../terraform-json/plan-json";
import { isRule, ruleText, rulesOf } from "./group-rules";
import { givesPublicAddress } from "./instances";
import { StackResource, PlannedNetwork, PlannedStack, nameOf } from "./planned";

/** What a plan newly opens to others, one line each. */
export interface Exposure {
  /** Security-group openings, such as `routes/aws_….nat_from_private: all protocols, all ports from …`. */
  readonly openings: readonly string[];
  /** Where public addresses appear. */
  readonly publicAddresses: readonly string[];
}

export function exposureOf(stacks: readonly PlannedStack[]): Exposure {
  const network = new PlannedNetwork(stacks);
  const changes = stacks.flatMap(({ name, plan }) =>
    (plan.resource_changes ?? [])
      .filter(({ change }) => change.actions.some((action) => action === "create" || action === "update"))
      .map((resource) => ({ stack: name, ...resource })),
  );
  return {
    openings: changes.flatMap((resource) => openings(resource, network)),
    publicAddresses: changes.flatMap(publicAddresses),
  };
}

type StackChange = ResourceChange & { readonly stack: string };

function openings(resource: StackChange, network: PlannedNetwork): string[] {
  const { stack, address, type, change } = resource;
  const groups = isRule(resource) ? groupsOf(network.find(resource), network) : [];
  const lines = (values: unknown) =>
    rulesOf({ type, values: (values ?? {}) as Values })
      .filter(({ direction }) => direction === "ingress")
      .map((rule) => (groups.length > 0 ? ruleText(rule, groups.join(", ")) : ruleText(rule)));
  const before = lines(change.before);
  return lines(change.after)
    .filter((line) => !before.includes(line))
    .map((line) => `${stack}/${address}: ${line}`);
}

/** The security groups that a rule lets in, by their addresses, which say more than ids do. */
function groupsOf(planned: StackResource | undefined, network: PlannedNetwork): string[] {
  if (!planned) return [];
  return ["referenced_security_group_id", "source_security_group_id"]
    .flatMap((argument) => network.targets(planned, argument))
    .map(nameOf);
}

/** What gives a public address, by the argument that says so. */
const GIVES_PUBLIC_ADDRESS: Readonly<Record<string, (values: Values) => string | undefined>> = {
  aws_instance: ({ associate_public_ip_address }) =>
    associate_public_ip_address === true ? "a public address" : undefined,
  aws_launch_template: (values) =>
    givesPublicAddress(values) ? "a public address for what is launched by it" : undefined,
  aws_subnet: ({ map_public_ip_on_launch }) =>
    map_public_ip_on_launch === true ? "public addresses for what is launched in it" : undefined,
};

function publicAddresses({ stack, address, type, change }: StackChange): string[] {
  const [before, after] = [change.before, change.after].map((values) => (values ?? {}) as Values);
  if (type === "aws_eip") {
    return change.actions.includes("create") ? [`${stack}/${address}: an Elastic IP that AWS chooses`] : [];
  }
  const given = GIVES_PUBLIC_ADDRESS[type]?.(after!);
  if (given === undefined) return [];
  const isNew = GIVES_PUBLIC_ADDRESS[type]!(before!) === undefined || change.actions.includes("delete");
  return isNew ? [`${stack}/${address}: ${given}`] : [];
}
