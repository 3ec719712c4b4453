import { ingressOf } from "./ingress";
import { Planned, PlannedNetwork, PlannedStack } from "./planned";
import { ResourceChange, Values } from "../terraform-json/plan-json";

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

function openings({ stack, address, type, change }: StackChange, network: PlannedNetwork): string[] {
  const planned = network.resources.find(
    (resource) => resource.stack === stack && resource.address === address,
  );
  const lines = (values: unknown, groups: readonly string[]) =>
    ingressOf({ type, values: (values ?? {}) as Values }).map(({ protocol, ports, sources }) => {
      return `${protocol}, ${ports} from ${(groups.length > 0 ? groups : sources).join(", ")}`;
    });
  const before = change.before ? lines(change.before, groupsOf(planned, network)) : [];
  return lines(change.after, groupsOf(planned, network))
    .filter((line) => !before.includes(line))
    .map((line) => `${stack}/${address}: ${line}`);
}

/** The security groups that a rule lets in, by their addresses, which say more than ids do. */
function groupsOf(planned: Planned | undefined, network: PlannedNetwork): string[] {
  if (!planned) return [];
  return network
    .targets(planned, "referenced_security_group_id")
    .map(({ stack, address }) => `${stack}/${address}`);
}

/** What gives a public address, by the argument that says so. */
const GIVES_PUBLIC_ADDRESS: Readonly<Record<string, readonly [argument: string, what: string]>> = {
  aws_instance: ["associate_public_ip_address", "a public address"],
  aws_subnet: ["map_public_ip_on_launch", "public addresses for what is launched in it"],
};

function publicAddresses({ stack, address, type, change }: StackChange): string[] {
  const [before, after] = [change.before, change.after].map((values) => (values ?? {}) as Values);
  if (type === "aws_eip") {
    return change.actions.includes("create") ? [`${stack}/${address}: an Elastic IP that AWS chooses`] : [];
  }
  const [argument, what] = GIVES_PUBLIC_ADDRESS[type] ?? [];
  if (argument === undefined || after![argument] !== true) return [];
  const isNew = before![argument] !== true || change.actions.includes("delete");
  return isNew ? [`${stack}/${address}: ${what}`] : [];
}
